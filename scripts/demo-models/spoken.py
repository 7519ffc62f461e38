"""Windows of the bank of sentences with their words, as the transcription models hear them in training."""
import pathlib
from dataclasses import dataclass

import numpy as np
from scipy.signal import fftconvolve

import more_voices
from conversations import pooled_noise, room
from voices import SAMPLE_RATE, train_voices

# Voices that read English by the rules of another language say other words than those written.
ENGLISH = ("en", "kal16", "rms", "slt", "awb")
# There are few voices of other synthesisers, and they sound unlike those of eSpeak NG: they are drawn more often.
OFTEN = {"kal16": 2, "rms": 3, "ked": 2}
# How far a sentence's speed and pitch move by playing it slower or faster, and what of its first and last sound may be lost (s).
SLOWER, FASTER, LOST = 0.88, 1.15, 0.06


def understood():
    """The names of the training voices that read English."""
    return {v.name for v in train_voices()[0] + more_voices.TRAIN if v.base.startswith((*ENGLISH, "ked"))}


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

    def said(self, v, i, at, length, faster, lost):
        start, times = (at - lost) / SAMPLE_RATE, self.times[v]
        first, end = at / SAMPLE_RATE, (at + length) / SAMPLE_RATE
        sounds = starts = None
        if times is not None:
            sounds = [(max(first, start + s / faster), name) for s, name in zip(*times.sounds[i])]
            starts = times.starts[i] and [max(first, start + s / faster) for s in times.starts[i]]
        return Said(first, end, self.texts[v][i], sounds, starts)

    def sentences(self, rng, seconds, single, varied):
        """Clean samples of about `seconds` and what is said in them: one sentence that fills them, or several. `varied`:
        as in training, with other timbres and with sounds lost at the edges of sentences."""
        n = int(seconds * SAMPLE_RATE)
        x, said = np.zeros(n, dtype=np.float32), []
        at = int(rng.uniform(0, 0.2 if single or rng.random() < 0.5 else 0.5) * SAMPLE_RATE)
        while n - at > 0.6 * SAMPLE_RATE:
            faster = rng.uniform(SLOWER, FASTER) if rng.random() < 0.7 else 1.0
            left = int((n - at) * faster) - 2
            drawn = self.drawn(rng, 0.7 * left if single else 0.4 * left if rng.random() < 0.3 else 0, left)
            if drawn is None:
                break
            v, i, y = drawn
            y, lost = y if faster == 1.0 else stretched(y, faster), 0
            if varied and rng.random() < 0.6:
                y = coloured(rng, y)
            if varied and rng.random() < 0.3 and len(y) > SAMPLE_RATE:
                lost, behind = (int(rng.uniform(0, LOST) * SAMPLE_RATE) for _ in range(2))
                y = y[lost:len(y) - behind]
            x[at:at + len(y)] += y * np.float32(10 ** (rng.uniform(-5, 5) / 20))
            said.append(self.said(v, i, at, len(y), faster, lost))
            at += len(y)
            if single:
                break
            at += int(rng.uniform(0.08, 1.1) * SAMPLE_RATE)
        return x, said

    def window(self, rng, seconds, single=False, longest=None, quiet=0.06, snr=(3, 25), varied=True):
        """A recording of `seconds`, padded with zeros to `longest`: sentences, noise, a room now and then; a share
        `quiet` of them without speech, every other one of these with music. Where it is `varied`, half of those that are padded end right behind the last word."""
        n = int(seconds * SAMPLE_RATE)
        if rng.random() < quiet:
            x, said = music(rng, n) if rng.random() < 0.5 else np.zeros(n, dtype=np.float32), []
        else:
            x, said = self.sentences(rng, seconds, single, varied)
        if varied and longest is not None and said and rng.random() < 0.5:
            n = min(n, int((said[-1].end + rng.uniform(0, 0.3)) * SAMPLE_RATE))
            x = x[:n]
        if rng.random() < 0.5:
            x = fftconvolve(x, room(rng))[:n].astype(np.float32)
        ratio = rng.uniform(25, 50) if rng.random() < 0.15 else rng.uniform(*snr)
        x += pooled_noise(rng, n) * np.float32(0.05 * 10 ** (-ratio / 20))
        x *= np.float32(10 ** (rng.uniform(-15, 10) / 20))
        x = np.clip(x, -1, 1)
        return (x if longest is None else np.pad(x, (0, int(longest * SAMPLE_RATE) - n))), said


def music(rng, n):
    """Notes of any key and tempo, alone or in chords: plucked, held or beeped; as loud as speech."""
    x, root = np.zeros(n), rng.uniform(70, 500)
    held, plucked = rng.uniform(0.1, 1.2), rng.uniform() < 0.5
    fade, bright, parts = rng.uniform(0.1, 1.0), rng.uniform(0.5, 2.5), int(rng.choice([1, 4, 8]))
    at = 0
    while at < n:
        t = np.arange(min(n - at, int(held * rng.uniform(1, 3) * SAMPLE_RATE))) / SAMPLE_RATE
        envelope = np.exp(-t / fade) if plucked else np.minimum(1, np.minimum(t, t[-1] - t) / 0.03 + 0.01)
        for step in rng.choice([0, 2, 3, 4, 5, 7, 9, 11, 12, 16, 19], size=rng.integers(1, 5), replace=False):
            for k in range(1, parts + 1):
                pitch = root * 2 ** (step / 12) * k
                if pitch < 0.45 * SAMPLE_RATE:
                    x[at:at + len(t)] += envelope * np.sin(2 * np.pi * pitch * t + rng.uniform(0, 6)) / k ** bright
        at += int(held * SAMPLE_RATE * rng.choice([0.5, 1, 1, 2]))
    return (x * (0.05 / (np.sqrt(np.mean(x ** 2)) + 1e-9))).astype(np.float32)


def coloured(rng, y):
    """The sentence with another timbre: a slope of up to 9 dB from 100 Hz to 8 kHz, and up to 5 dB on each of ten bands between."""
    size = 1 << (len(y) - 1).bit_length()
    octave = np.log2(np.maximum(np.fft.rfftfreq(size, 1 / SAMPLE_RATE), 100) / 100) / np.log2(80)
    knots = rng.uniform(-5, 5, 10) + rng.uniform(-9, 9) * (np.linspace(0, 1, 10) - 0.5) * 2
    out = np.fft.irfft(np.fft.rfft(y, size) * 10 ** (np.interp(octave, np.linspace(0, 1, 10), knots) / 20), size)[:len(y)]
    return (out * np.sqrt(np.mean(y ** 2) / (np.mean(out ** 2) + 1e-12))).astype(np.float32)


def stretched(y, factor):
    """Played slower or faster: more voices than there are."""
    at = np.arange(0, len(y) - 1, factor)
    i = at.astype(np.int64)
    f = (at - i).astype(np.float32)
    return y[i] * (1 - f) + y[i + 1] * f
