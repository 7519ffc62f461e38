"""Puts sentences of the bank together: whole conversations with their reference, and random training windows."""
import pathlib

import numpy as np
from scipy.signal import fftconvolve, lfilter

from voices import SAMPLE_RATE

FRAMES_STEP, FRAMES_CENTRE = 270, 495


class Bank:
    """The sentences of one split, by voice."""

    def __init__(self, folder):
        self.names, self.sex, self.sentences, self.regions = [], [], [], []
        for file in sorted(pathlib.Path(folder).glob("*.npz")):
            data = np.load(file)
            if len(data["lengths"]) < 8:
                continue
            ends = np.cumsum(data["lengths"])
            self.names.append(file.stem)
            self.sex.append(str(data["sex"]))
            samples = data["samples"]
            self.sentences.append([samples[e - n:e] for e, n in zip(ends, data["lengths"])])
            regions = [[] for _ in ends]
            for i, s, e in data["regions"]:
                regions[i].append((int(s), int(e)))
            self.regions.append(regions)

    def pick(self, rng, voice, longest=None):
        """(float32 samples, regions) of a random sentence, not longer than `longest` samples when there is one."""
        options = range(len(self.sentences[voice]))
        if longest is not None:
            options = [i for i in options if len(self.sentences[voice][i]) <= longest] or [
                min(options, key=lambda i: len(self.sentences[voice][i]))]
        i = options[rng.integers(len(options))]
        return self.sentences[voice][i].astype(np.float32) / 32768, self.regions[voice][i]


def noise(rng, n, kind=None):
    """Noise of unit RMS: white, pink, brown, mains hum over pink, or speech-shaped and modulated like a murmur."""
    kind = kind or ["white", "pink", "brown", "hum", "murmur"][rng.integers(5)]
    white = rng.standard_normal(n).astype(np.float32)
    if kind == "white":
        x = white
    elif kind == "murmur":
        x = lfilter([1.0], [1.0, -1.3, 0.45], white)
        envelope = np.interp(np.arange(n), np.linspace(0, n, max(2, n // 4000)),
                             rng.uniform(0.3, 1.0, max(2, n // 4000)))
        x = x * envelope
    else:
        exponent = {"pink": 0.5, "brown": 1.0, "hum": 0.5}[kind]
        size = 1 << (n - 1).bit_length()
        spectrum = np.fft.rfft(rng.standard_normal(size))
        f = np.maximum(np.fft.rfftfreq(size, 1 / SAMPLE_RATE), 30.0)
        x = np.fft.irfft(spectrum / f ** exponent, size)[:n]
        if kind == "hum":
            t = np.arange(n) / SAMPLE_RATE
            x = x / x.std() + sum(1.2 / k * np.sin(2 * np.pi * 50 * k * t + rng.uniform(0, 6)) for k in (1, 2, 3, 5))
    return (x / np.sqrt(np.mean(x ** 2))).astype(np.float32)


_POOL = {}


def pooled_noise(rng, n):
    """A stretch of two minutes of each kind of noise, made once: for training, where speed counts."""
    if not _POOL:
        source = np.random.default_rng(404)
        for kind in ("white", "pink", "brown", "hum", "murmur"):
            _POOL[kind] = noise(source, 120 * SAMPLE_RATE, kind)
    x = list(_POOL.values())[rng.integers(len(_POOL))]
    at = int(rng.integers(0, len(x) - n))
    return x[at:at + n]


def room(rng):
    """A light room: direct path and an exponentially decaying tail (RT60 0.12 to 0.4 s, 6 to 18 dB below)."""
    rt = rng.uniform(0.12, 0.4)
    n = int(rt * SAMPLE_RATE)
    tail = rng.standard_normal(n) * np.exp(-6.9 * np.arange(n) / n)
    tail[:int(0.003 * SAMPLE_RATE)] = 0
    tail *= 10 ** (-rng.uniform(6, 18) / 20) / np.sqrt(np.sum(tail ** 2))
    tail[0] = 1.0
    return tail.astype(np.float32)


def lay_out(rng, bank, speakers, length, overlap_chance=0.3, backchannel_chance=0.1, pause=(0.1, 1.2),
            longest=None):
    """A turn plan of about `length` samples: (start sample, speaker index, samples, regions) by start."""
    turns, at, last = [], int(rng.uniform(0.2, 1.0) * SAMPLE_RATE), -1
    order = list(rng.permutation(len(speakers)))
    while True:
        if len(turns) < len(speakers):
            who = int(order[len(turns)])
        elif len(speakers) > 1 and rng.random() > 0.12:
            who = int(rng.choice([i for i in range(len(speakers)) if i != last]))
        else:
            who = max(last, 0)
        x, regions = bank.pick(rng, speakers[who], longest)
        start = at + int(rng.uniform(*pause) * SAMPLE_RATE)
        if turns and who != last and rng.random() < overlap_chance:
            previous_start, _, previous, _ = turns[-1]
            back = int(rng.uniform(0.2, 1.6) * SAMPLE_RATE)
            start = max(at - min(back, len(previous) // 2, len(x) * 2 // 3), previous_start)
        if start + len(x) > length:
            break
        turns.append((start, who, x, regions))
        if len(speakers) > 1 and len(x) > 2.5 * SAMPLE_RATE and rng.random() < backchannel_chance:
            other = int(rng.choice([i for i in range(len(speakers)) if i != who]))
            y, y_regions = bank.pick(rng, speakers[other], longest=int(1.2 * SAMPLE_RATE))
            if len(y) < len(x) - SAMPLE_RATE:
                turns.append((start + int(rng.uniform(0.4, 1) * (len(x) - len(y) - SAMPLE_RATE // 2)), other, y,
                              y_regions))
                turns[-2], turns[-1] = turns[-1], turns[-2]
        at, last = max(at, start + len(x)), who
    return sorted(turns, key=lambda t: t[0])


def segments(turns):
    """The reference: (start, end, speaker) in samples; same-speaker stretches less than 0.3 s apart are joined."""
    out = {}
    for start, who, _, regions in turns:
        out.setdefault(who, []).extend((start + s, start + e) for s, e in regions)
    merged = []
    for who, spans in out.items():
        joined = []
        for s, e in sorted(spans):
            if joined and s - joined[-1][1] < 0.3 * SAMPLE_RATE:
                joined[-1][1] = max(joined[-1][1], e)
            else:
                joined.append([s, e])
        merged += [(s, e, who) for s, e in joined]
    return sorted(merged)


def mix(rng, turns, n, gains, room_chance, snr, background=noise):
    """The recording: turns with their speaker's gain, a room now and then, and noise `snr` dB below the speech."""
    x = np.zeros(n, dtype=np.float32)
    loud = []
    for start, who, y, _ in turns:
        begin, end = max(start, 0), min(start + len(y), n)
        if end > begin:
            part = y[begin - start:end - start] * gains[who]
            x[begin:end] += part
            loud.append(float(np.mean(part ** 2)))
    if loud and rng.random() < room_chance:
        x = fftconvolve(x, room(rng))[:n].astype(np.float32)
    level = np.sqrt(np.mean(loud)) if loud else 0.05
    return x + background(rng, n) * np.float32(level * 10 ** (-snr / 20))


def activity(reference, speakers, n, offset=0):
    """0/1 per model frame and speaker; frame i's centre is sample 495 + 270 i."""
    frames = (n - 991) // FRAMES_STEP + 1
    out = np.zeros((frames, speakers), dtype=np.float32)
    for s, e, who in reference:
        a = -(-(s - offset - FRAMES_CENTRE) // FRAMES_STEP)
        b = -(-(e - offset - FRAMES_CENTRE) // FRAMES_STEP)
        out[max(a, 0):max(b, 0), who] = 1
    return out


def training_window(rng, bank, seconds, clean_chance=0.08, counts=(0.12, 0.33, 0.55), longest=None):
    """A random window: (samples float32, activity frames×3, bank voice index of the three columns)."""
    n = int(seconds * SAMPLE_RATE)
    count = int(rng.choice([1, 2, 3], p=counts))
    if rng.random() < 0.5 and count > 1:      # hard case: speakers of one sex
        sex = bank.sex[rng.integers(len(bank.sex))]
        pool = [i for i, s in enumerate(bank.sex) if s == sex]
    else:
        pool = range(len(bank.names))
    chosen = [int(v) for v in rng.choice(pool, size=count, replace=False)]
    quick = rng.random()
    turns = lay_out(rng, bank, chosen, n + 12 * SAMPLE_RATE, overlap_chance=rng.uniform(0.1, 0.6),
                    backchannel_chance=rng.uniform(0, 0.3),
                    pause=(0.02, 0.4) if quick < 0.35 else (0.1, 1.2) if quick < 0.85 else (0.3, 3.5),
                    longest=longest)
    offset = int(rng.integers(0, 11 * SAMPLE_RATE))
    reference = segments(turns)
    moved = [(s - offset, w, x, r) for s, w, x, r in turns]
    if rng.random() < 0.02:
        moved, reference = [], []
    gains = 10 ** (rng.uniform(-5, 5, 3) / 20)
    snr = rng.uniform(25, 50) if rng.random() < clean_chance else rng.uniform(3, 25)
    x = mix(rng, moved, n, gains, 0.5, snr, pooled_noise) * 10 ** (rng.uniform(-20, 6) / 20)
    labels = activity(reference, 3, n, offset)
    return x.astype(np.float32), labels, chosen + [-1] * (3 - count)


def conversation(rng, bank, speakers, seconds):
    """A whole conversation within the published rules, or None when this draw breaks one of them."""
    n = int(seconds * SAMPLE_RATE)
    turns = lay_out(rng, bank, speakers, n)
    reference = segments(turns)
    times = np.zeros((len(speakers), n), dtype=np.int8)
    for s, e, who in reference:
        times[who, s:e] = 1
    per = times.sum(axis=1) / SAMPLE_RATE
    active = times.sum(axis=0)
    overlap = float((active > 1).sum() / max(1, (active > 0).sum()))
    counts = [sum(1 for t in turns if t[1] == i) for i in range(len(speakers))]
    longest = max((e - s for s, e, _ in reference), default=0) / SAMPLE_RATE
    if min(per) < 5 or min(counts) < 3 or not 0.05 <= overlap <= 0.15 or longest > 8.0:
        return None
    gains = 10 ** (rng.uniform(-4, 4, len(speakers)) / 20)
    snr = float(rng.uniform(5, 20))
    n = min(n, reference[-1][1] + SAMPLE_RATE)
    x = mix(rng, turns, n, gains, 0.5, snr)
    x *= np.float32(10 ** (rng.uniform(-6, 3) / 20))
    peak = float(np.abs(x).max())
    x = x * np.float32(0.9 / peak) if peak > 0.9 else x
    return x, reference, {"snr_db": round(snr, 1), "overlap": round(overlap, 3), "seconds": round(n / SAMPLE_RATE, 1)}
