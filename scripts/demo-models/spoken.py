"""Windows of the bank of sentences with their words, as the transcription models hear them in training."""
import pathlib
from dataclasses import dataclass

import numpy as np
from scipy.signal import fftconvolve

from conversations import pooled_noise, room
from voices import SAMPLE_RATE, train_voices

# Voices that read English by the rules of another language say other words than those written.
ENGLISH = ("en", "kal16", "rms", "slt", "awb")
# There are few voices of Flite, and they sound unlike those of eSpeak NG: they are drawn more often.
OFTEN = {"kal16": 3, "rms": 5}
PAUSES = ("_", "_:")


def understood():
    """The names of the training voices that read English."""
    return {v.name for v in train_voices()[0] if v.base.startswith(ENGLISH)}


@dataclass
class Said:
    """One sentence within a window, times in seconds. `sounds` and `starts` (of the words) where they are known."""
    start: float
    end: float
    text: str
    sounds: list | None
    starts: list | None

    def words(self):
        """(start, end, word) of every word; by the share of letters where the times are not known."""
        words = self.text.split()
        if self.starts is not None:
            return list(zip(self.starts, [*self.starts[1:], self.end], words))
        ends = np.cumsum([len(w) for w in words]) * (self.end - self.start) / sum(len(w) for w in words) + self.start
        return list(zip([self.start, *ends[:-1]], ends, words))


class Times:
    """When the sounds and words of one voice's sentences begin, as `words_times` noted them."""

    def __init__(self, file, texts):
        data = np.load(file)
        self.sounds = [([], []) for _ in texts]
        for (i, at), name in zip(data["sounds"], data["names"]):
            self.sounds[int(i)][0].append(float(at))
            self.sounds[int(i)][1].append(str(name))
        self.starts = [[] for _ in texts]
        for i, at, where in data["words"]:
            if where == 1 or texts[int(i)][int(where) - 2] == " ":
                self.starts[int(i)].append((int(where), float(at)))
        for i, text in enumerate(texts):
            self.starts[i] = filled(self.starts[i], text)


def filled(starts, text):
    """One start for every word; words that are said in one breath with the one before ("of the") share its time."""
    known, out, at = dict(starts), [], 1
    for word in text.split():
        out.append(known.get(at))
        at += len(word) + 1
    k = 0
    while k < len(out):
        if out[k] is None:
            last = next((j for j in range(k, len(out)) if out[j] is not None), None)
            if last is None or k == 0:
                return None
            for j in range(k, last):
                out[j] = out[k - 1] + (out[last] - out[k - 1]) * (j - k + 1) / (last - k + 1)
            k = last
        k += 1
    return out


class Spoken:
    """The sentences of one split, by voice."""

    def __init__(self, work, split, names=None):
        work = pathlib.Path(work)
        self.names, self.samples, self.ends, self.texts, self.times = [], [], [], [], []
        for file in sorted((work / "words" / split).glob("*.npz")):
            if names is not None and file.stem not in names:
                continue
            times = work / "words-times" / split / file.name
            if names is not None and not times.exists() and not any(base in file.stem for base in OFTEN):
                continue
            data = np.load(file)
            self.names.append(file.stem)
            self.samples.append(data["samples"])
            self.ends.append(np.concatenate([[0], np.cumsum(data["lengths"])]))
            self.texts.append([str(t) for t in data["texts"]])
            self.times.append(Times(times, self.texts[-1]) if times.exists() else None)
        many = [max([1] + [n for base, n in OFTEN.items() if base in name]) for name in self.names]
        index = [(v, i, n) for v, ends in enumerate(self.ends) for i, n in enumerate(np.diff(ends)) for _ in range(many[v])]
        index.sort(key=lambda entry: entry[2])
        self.voice, self.sentence, self.length = (np.array(column) for column in zip(*index))

    def drawn(self, rng, least, longest):
        """A random sentence of `least` to `longest` samples: its voice, number and samples; None where there is none."""
        low, high = np.searchsorted(self.length, [least, longest])
        if low >= high:
            return None
        at = int(rng.integers(low, high))
        v, i = int(self.voice[at]), int(self.sentence[at])
        ends = self.ends[v]
        return v, i, self.samples[v][ends[i]:ends[i + 1]].astype(np.float32) / 32768

    def said(self, v, i, at, length, faster):
        start, times = at / SAMPLE_RATE, self.times[v]
        sounds = starts = None
        if times is not None:
            sounds = [(start + s / faster, name) for s, name in zip(*times.sounds[i])]
            starts = times.starts[i] and [start + max(0, s) / faster for s in times.starts[i]]
        return Said(start, (at + length) / SAMPLE_RATE, self.texts[v][i], sounds, starts)

    def sentences(self, rng, seconds, single):
        """Clean samples of about `seconds` and what is said in them: one sentence that fills them, or several."""
        n = int(seconds * SAMPLE_RATE)
        x, said = np.zeros(n, dtype=np.float32), []
        at = int(rng.uniform(0, 0.2 if single else 0.5) * SAMPLE_RATE)
        while n - at > 0.6 * SAMPLE_RATE:
            faster = rng.uniform(0.9, 1.12) if rng.random() < 0.7 else 1.0
            left = int((n - at) * faster) - 2
            drawn = self.drawn(rng, 0.7 * left if single else 0, left)
            if drawn is None:
                break
            v, i, y = drawn
            y = y if faster == 1.0 else stretched(y, faster)
            x[at:at + len(y)] += y * np.float32(10 ** (rng.uniform(-5, 5) / 20))
            said.append(self.said(v, i, at, len(y), faster))
            if single:
                break
            at += len(y) + int(rng.uniform(0.08, 1.1) * SAMPLE_RATE)
        return x, said

    def window(self, rng, seconds, single=False, longest=None, quiet=0.03, snr=(3, 25)):
        """A recording of `seconds`, padded with zeros to `longest`: sentences, noise, a room now and then; a share
        `quiet` of them without speech."""
        n = int(seconds * SAMPLE_RATE)
        x, said = (np.zeros(n, dtype=np.float32), []) if rng.random() < quiet else self.sentences(rng, seconds, single)
        if rng.random() < 0.5:
            x = fftconvolve(x, room(rng))[:n].astype(np.float32)
        ratio = rng.uniform(25, 50) if rng.random() < 0.15 else rng.uniform(*snr)
        x += pooled_noise(rng, n) * np.float32(0.05 * 10 ** (-ratio / 20))
        x *= np.float32(10 ** (rng.uniform(-15, 10) / 20))
        x = np.clip(x, -1, 1)
        return (x if longest is None else np.pad(x, (0, int(longest * SAMPLE_RATE) - n))), said


def stretched(y, factor):
    """Played slower or faster: more voices than there are."""
    at = np.arange(0, len(y) - 1, factor)
    i = at.astype(np.int64)
    f = (at - i).astype(np.float32)
    return y[i] * (1 - f) + y[i + 1] * f
