"""More training voices for the models that hear words, so that they know more than one synthesiser: Flite's `kal16` and `rms`
at many vocal tract lengths, pitches and speeds, and Festival's `ked`. Both synthesisers tell when every sound begins."""
import functools
import os
import random
import subprocess
import tempfile

import numpy as np
from scipy.io import wavfile

import voices
from voices import Voice

SEED = 20261124
# (synthesiser, voice, pitch Hz, how many)
SOURCES = (("flite", "rms", 110, 24), ("flite", "kal16", 100, 12), ("festival", "ked", 105, 16))
# The sounds of the CMU dictionary by those of eSpeak NG.
SOUNDS = {"aa": "A:", "ae": "a", "ah": "V", "ao": "O:", "aw": "aU", "ax": "@", "ay": "aI", "b": "b", "ch": "tS", "d": "d",
          "dh": "D", "eh": "E", "er": "3:", "ey": "eI", "f": "f", "g": "g", "hh": "h", "ih": "I", "iy": "i:", "jh": "dZ",
          "k": "k", "l": "l", "m": "m", "n": "n", "ng": "N", "ow": "oU", "p": "p", "pau": "_", "r": "r", "s": "s", "sh": "S",
          "t": "t", "th": "T", "uh": "U", "uw": "u:", "v": "v", "w": "w", "y": "j", "z": "z", "zh": "Z"}
KED = """(voice_ked_diphone)
(set! int_lr_params '((target_f0_mean {pitch}) (target_f0_std {spread}) (model_f0_mean 170) (model_f0_std 34)))
(Parameter.set 'Duration_Stretch {stretch})
(set! said (Utterance Text "{text}"))
(utt.synth said)
(utt.save.wave said "{out}" 'riff)
(mapcar (lambda (s) (format t "sound %s %f\\n" (item.name s) (item.feat s "segment_start")))
        (utt.relation.items said 'Segment))
(mapcar (lambda (w) (format t "word %f\\n" (item.feat w "word_start"))) (utt.relation.items said 'Word))
"""


def train_voices():
    rng, out = random.Random(SEED), []
    for engine, base, hertz, count in SOURCES:
        for k in range(count):
            # Longer and shorter vocal tracts evenly, from a tall man's to a woman's.
            warp = round(0.9 + 0.34 * (k + rng.random()) / count, 3)
            out.append(Voice(f"more-{base}-{k:02d}", "F" if warp > 1.12 else "M", engine, base, "",
                             int(hertz * rng.uniform(0.85, 1.45 if warp > 1.1 else 1.25)), rng.randint(86, 116), warp))
    return out


TRAIN = train_voices()


@functools.cache
def sounds_in(base, word):
    """How many sounds a word has in one of Flite's voices."""
    told = subprocess.run(["flite", "-voice", base, "-ps", "-t", word, "-o", "/dev/null"], check=True, capture_output=True, text=True)
    return sum(sound != "pau" for sound in told.stdout.split())


def flite(voice, text, pitch, stretch, out):
    told = subprocess.run(["flite", "-voice", voice.base, "--setf", f"int_f0_target_mean={pitch:.1f}",
                           "--setf", f"duration_stretch={stretch:.3f}", "-psdur", "-t", text, "-o", out],
                          check=True, capture_output=True, text=True).stdout.split()
    names, ends = zip(*(part.split(":") for part in told))
    sounds = list(zip([0.0, *map(float, ends[:-1])], names))
    spoken = [at for at, name in sounds if name != "pau"]
    first, starts = 0, []
    for word in text.rstrip(".").split():
        starts.append(first)
        first += sounds_in(voice.base, word)
    return sounds, [spoken[i] for i in starts] if first == len(spoken) else []


def festival(voice, text, pitch, stretch, out):
    script = KED.format(pitch=f"{pitch:.1f}", spread=f"{0.14 * pitch:.1f}", stretch=f"{stretch:.3f}", text=text, out=out)
    with tempfile.NamedTemporaryFile("w", suffix=".scm") as file:
        file.write(script)
        file.flush()
        told = subprocess.run(["festival", "-b", file.name], check=True, capture_output=True, text=True).stdout.splitlines()
    lines = [line.split() for line in told]
    return [(float(line[2]), line[1]) for line in lines if line[0] == "sound"], [float(line[1]) for line in lines if line[0] == "word"]


def told(voice, text, rng):
    """As `voices.speak`, with the times: samples, [(start s, sound)], [(start s, position in the text from 1)]."""
    jitter_pitch, jitter_speed = rng.uniform(0.92, 1.08), rng.uniform(0.9, 1.1)
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "said.wav")
        sounds, starts = (flite if voice.engine == "flite" else festival)(
            voice, text, voice.pitch * jitter_pitch, 100 / voice.speed * voice.warp / jitter_speed, out)
        rate, pcm = wavfile.read(out)
    assert rate == voices.SAMPLE_RATE, rate
    x, down = pcm.astype(np.float64) / 32768, round(320 * voice.warp)
    x = voices.resample_poly(x, 320, down)
    peak = np.abs(x).max() if len(x) else 0
    scale, at, places = 320 / down, 1, []
    for word in text.split():
        places.append(at)
        at += len(word) + 1
    return ((x * (0.5 / peak) if peak > 0 else x).astype(np.float32), [(s * scale, SOUNDS.get(name, "?")) for s, name in sounds],
            [(s * scale, place) for s, place in zip(starts, places)] if len(starts) == len(places) else [])
