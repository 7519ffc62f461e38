"""The voices: who they are, to which split they belong, and how one sentence of theirs is rendered.

Three kinds, in three splits that share no voice:
  train    random vocal tracts (own eSpeak NG variant files, drawn from a seed), some stock variants, two Flite voices
  dev      twelve stock eSpeak NG variants
  heldout  fourteen other stock eSpeak NG variants and two other Flite voices
A voice is a synthesiser voice plus accent, pitch, speed and a vocal-tract factor ("warp": the sound is played at
another rate, which moves formants and pitch together; speed is corrected in the synthesiser).
"""
import os
import pathlib
import random
import shutil
import subprocess
from dataclasses import dataclass

import numpy as np
from scipy.io import wavfile
from scipy.signal import resample_poly

SAMPLE_RATE = 16000
SEED_VOICES = 20261121
RANDOM_TRAIN_VOICES = 210
CLOSE_TRAIN_VOICES = 150
MIDDLE_TRAIN_VOICES = 160
ACCENTS = ["en-us", "en", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029",
           "en-us-nyc", "de", "es", "it", "nl", "sv", "pl", "da", "pt"]


@dataclass(frozen=True)
class Voice:
    name: str
    sex: str        # F or M, as heard: it decides what a same-sex pair is
    engine: str     # espeak or flite
    base: str       # accent (espeak) or voice (flite)
    variant: str    # espeak variant; empty for flite
    pitch: int      # espeak 0-99, or hertz for flite
    speed: int      # words a minute (espeak), or percent of normal (flite)
    warp: float


HELDOUT = [
    Voice("held-f1", "F", "espeak", "en-us", "Alicia", 48, 165, 1.00),
    Voice("held-f2", "F", "espeak", "en", "f4", 42, 180, 1.00),
    Voice("held-f3", "F", "espeak", "en-gb-scotland", "anika", 52, 160, 0.96),
    Voice("held-f4", "F", "espeak", "en-us", "belinda", 60, 185, 1.07),
    Voice("held-f5", "F", "espeak", "en-gb-x-rp", "steph", 38, 170, 0.93),
    Voice("held-f6", "F", "espeak", "en-029", "Andrea", 45, 175, 1.03),
    Voice("held-f7", "F", "espeak", "en-us", "f5", 68, 155, 1.10),
    Voice("held-f8", "F", "flite", "slt", "", 175, 100, 1.00),
    Voice("held-m1", "M", "espeak", "en-us", "m2", 46, 170, 0.95),
    Voice("held-m2", "M", "espeak", "en", "m5", 38, 160, 1.00),
    Voice("held-m3", "M", "espeak", "en-gb-x-rp", "antonio", 60, 185, 1.08),
    Voice("held-m4", "M", "espeak", "en-us", "robert", 42, 165, 0.90),
    Voice("held-m5", "M", "espeak", "en-gb-scotland", "travis", 50, 175, 1.00),
    Voice("held-m6", "M", "espeak", "en-us", "Gene", 70, 155, 1.12),
    Voice("held-m7", "M", "espeak", "en-gb-x-gbclan", "ed", 55, 180, 1.02),
    Voice("held-m8", "M", "flite", "awb", "", 130, 100, 1.00),
]

DEV = [
    Voice("dev-f1", "F", "espeak", "en", "f1", 45, 170, 1.00),
    Voice("dev-f2", "F", "espeak", "en-us", "f3", 55, 165, 1.04),
    Voice("dev-f3", "F", "espeak", "en-gb-x-rp", "linda", 48, 180, 0.97),
    Voice("dev-f4", "F", "espeak", "en-us", "Annie", 40, 160, 0.93),
    Voice("dev-f5", "F", "espeak", "en-gb-scotland", "aunty", 62, 175, 1.06),
    Voice("dev-f6", "F", "espeak", "en-us", "grandma", 50, 155, 1.10),
    Voice("dev-m1", "M", "espeak", "en-us", "m3", 50, 170, 0.98),
    Voice("dev-m2", "M", "espeak", "en", "m7", 44, 185, 1.08),
    Voice("dev-m3", "M", "espeak", "en-us", "quincy", 40, 160, 0.92),
    Voice("dev-m4", "M", "espeak", "en-gb-x-gbcwmd", "sandro", 65, 175, 1.05),
    Voice("dev-m5", "M", "espeak", "en-gb-x-rp", "iven", 55, 165, 1.00),
    Voice("dev-m6", "M", "espeak", "en-029", "Denis", 48, 180, 1.12),
]

_TRAIN_STOCK = ["m1", "m4", "m6", "m8", "Alex", "Mike", "paul", "pedro", "rob", "victor", "grandpa", "max", "Storm",
                "klatt", "klatt4", "edward", "Mario", "marcelo", "gustave", "Jacky", "Marco", "kaukovalta", "Nguyen"]


def train_voices():
    """The training voices and, for the random ones, the text of their variant files: {variant name: text}."""
    rng = random.Random(SEED_VOICES)
    voices, variants = [], {}
    for i in range(RANDOM_TRAIN_VOICES):
        sex = "F" if i % 2 == 0 else "M"
        tract = rng.uniform(1.02, 1.24) if sex == "F" else rng.uniform(0.86, 1.08)
        low = rng.uniform(130, 215) if sex == "F" else rng.uniform(60, 115)
        high = low * rng.uniform(1.2, 1.75)
        lines = [f"name vx{i}", "language variant", f"gender {'female' if sex == 'F' else 'male'}",
                 f"pitch {low:.0f} {high:.0f}"]
        for n in range(9):
            freq = 100 * tract * rng.uniform(0.93, 1.07)
            amp = rng.uniform(60, 140) if n < 4 else rng.uniform(20, 130)
            width = rng.uniform(70, 160)
            lines.append(f"formant {n} {freq:.0f} {amp:.0f} {width:.0f}")
        lines.append(f"flutter {rng.randint(0, 10)}")
        lines.append(f"roughness {rng.randint(0, 3)}")
        lines.append(f"voicing {rng.randint(70, 130)}")
        lines.append(f"consonants {rng.randint(60, 140)} {rng.randint(60, 140)}")
        tilt = rng.uniform(0.4, 1.0)
        lines.append("tone 100 255 600 %d 1200 %d 2500 %d 5000 %d" % tuple(
            int(255 * tilt ** k * rng.uniform(0.8, 1.0)) for k in (0.5, 1, 1.5, 2)))
        if rng.random() < 0.12:
            lines.append(f"klatt {rng.choice([1, 2, 3, 4, 5, 6])}")
        variants[f"vx{i}"] = "\n".join(lines) + "\n"
        voices.append(Voice(f"train-{i:03d}", sex, "espeak", ACCENTS[rng.randrange(len(ACCENTS))], f"vx{i}",
                            rng.randint(35, 70), rng.randint(145, 195), round(rng.uniform(0.92, 1.1), 3)))
    for i, variant in enumerate(_TRAIN_STOCK):
        voices.append(Voice(f"train-s{i:02d}", "M", "espeak", ACCENTS[rng.randrange(8)], variant,
                            rng.randint(35, 70), rng.randint(150, 190), round(rng.uniform(0.92, 1.1), 3)))
    for base, hertz in (("kal16", 100), ("rms", 110)):
        for k, warp in enumerate((0.92, 0.98, 1.04, 1.1, 1.17)):
            voices.append(Voice(f"train-{base}-{k}", "F" if warp > 1.15 else "M", "flite", base, "",
                                int(hertz * rng.uniform(0.85, 1.25)), rng.randint(90, 112), warp))
    close_voices(voices, variants)
    middle_voices(voices, variants)
    return voices, variants


def close_voices(voices, variants):
    """Voices that differ as little as stock ones do: small moves of the formants around one of two vocal tracts."""
    rng = random.Random(SEED_VOICES + 1)
    for i in range(CLOSE_TRAIN_VOICES):
        sex = "F" if i % 2 == 0 else "M"
        tract = rng.uniform(1.04, 1.12) if sex == "F" else rng.uniform(0.97, 1.03)
        low = rng.uniform(130, 190) if sex == "F" else rng.uniform(70, 105)
        lines = [f"name vy{i}", "language variant", f"gender {'female' if sex == 'F' else 'male'}",
                 f"pitch {low:.0f} {low * rng.uniform(1.3, 1.6):.0f}"]
        for n in range(9):
            lines.append(f"formant {n} {100 * tract * rng.uniform(0.975, 1.025):.0f} {rng.uniform(80, 120):.0f} "
                         f"{rng.uniform(85, 120):.0f}")
        lines.append(f"voicing {rng.randint(85, 115)}")
        variants[f"vy{i}"] = "\n".join(lines) + "\n"
        voices.append(Voice(f"train-c{i:03d}", sex, "espeak", ACCENTS[rng.randrange(8)], f"vy{i}",
                            rng.randint(38, 65), rng.randint(150, 190), round(rng.uniform(0.93, 1.1), 3)))


def middle_voices(voices, variants):
    """Voices between the random and the close ones, more of them female: the stock training voices are all male."""
    rng = random.Random(SEED_VOICES + 2)
    for i in range(MIDDLE_TRAIN_VOICES):
        sex = "M" if i % 3 == 0 else "F"
        tract = rng.uniform(1.02, 1.18) if sex == "F" else rng.uniform(0.92, 1.05)
        low = rng.uniform(120, 210) if sex == "F" else rng.uniform(60, 110)
        lines = [f"name vz{i}", "language variant", f"gender {'female' if sex == 'F' else 'male'}",
                 f"pitch {low:.0f} {low * rng.uniform(1.2, 1.7):.0f}"]
        for n in range(9):
            lines.append(f"formant {n} {100 * tract * rng.uniform(0.955, 1.045):.0f} {rng.uniform(70, 130):.0f} "
                         f"{rng.uniform(75, 140):.0f}")
        lines.append(f"voicing {rng.randint(75, 125)}")
        lines.append(f"consonants {rng.randint(70, 130)} {rng.randint(70, 130)}")
        if rng.random() < 0.3:
            lines.append(f"flutter {rng.randint(0, 8)}")
        tilt = rng.uniform(0.55, 1.0)
        lines.append("tone 100 255 600 %d 1200 %d 2500 %d 5000 %d" % tuple(
            int(255 * tilt ** k) for k in (0.5, 1, 1.5, 2)))
        variants[f"vz{i}"] = "\n".join(lines) + "\n"
        voices.append(Voice(f"train-d{i:03d}", sex, "espeak", ACCENTS[rng.randrange(8)], f"vz{i}",
                            rng.randint(36, 68), rng.randint(148, 192), round(rng.uniform(0.93, 1.1), 3)))


def prepare_espeak(folder):
    """Copies the installed eSpeak NG data, once for each kind of our variants, and puts these in place of the stock ones
    (eSpeak NG lists 350 voices at most). The folders for --path by the first letters of a variant's name."""
    installed = subprocess.run(["espeak-ng", "--version"], capture_output=True, text=True, check=True).stdout
    paths = {}
    for kind in ("vx", "vy", "vz"):
        paths[kind] = str(pathlib.Path(folder) / f"espeak-{kind}")
        data = pathlib.Path(paths[kind]) / "espeak-ng-data"
        if not data.exists():
            shutil.copytree(installed.split("Data at:")[1].strip(), data, ignore=shutil.ignore_patterns("mb", "!v"))
            (data / "voices" / "!v").mkdir(parents=True, exist_ok=True)
        for name, text in train_voices()[1].items():
            if name.startswith(kind):
                (data / "voices" / "!v" / name).write_text(text)
    return paths


def speak(voice, text, rng, espeak_paths):
    """One sentence as float32 at 16 kHz, its peak at about 0.5. Prosody varies a little from sentence to sentence."""
    jitter_pitch, jitter_speed = rng.uniform(0.92, 1.08), rng.uniform(0.9, 1.1)
    if voice.engine == "espeak":
        own = [f"--path={espeak_paths[voice.variant[:2]]}"] if voice.variant[:2] in espeak_paths else []
        command = ["espeak-ng", *own, "-v", f"{voice.base}+{voice.variant}",
                   "-p", str(max(0, min(99, round(voice.pitch * jitter_pitch)))),
                   "-s", str(round(voice.speed * jitter_speed / voice.warp)), "--stdout", text]
        raw = subprocess.run(command, capture_output=True, check=True).stdout
        rate, pcm = 22050, np.frombuffer(raw[44:len(raw) - (len(raw) - 44) % 2], dtype="<i2")
    else:
        out = f"{os.environ.get('TMPDIR', '/tmp')}/flite-{os.getpid()}-{id(rng)}.wav"
        subprocess.run(["flite", "-voice", voice.base, "--setf", f"int_f0_target_mean={voice.pitch * jitter_pitch:.1f}",
                        "--setf", f"duration_stretch={100 / voice.speed * voice.warp / jitter_speed:.3f}",
                        "-t", text, "-o", out], check=True, capture_output=True)
        rate, pcm = wavfile.read(out)
        os.unlink(out)
    x = pcm.astype(np.float64) / 32768
    ratio = 441 if rate == 22050 else 320
    x = resample_poly(x, 320, round(ratio * voice.warp)) if round(ratio * voice.warp) != 320 else x
    peak = np.abs(x).max() if len(x) else 0
    return (x * (0.5 / peak) if peak > 0 else x).astype(np.float32)


def speech_regions(x, threshold_db=38.0, fill=0.3, least=0.05):
    """Where the clean sentence is speech: 10 ms frames within 38 dB of its loud frames (95th percentile); pauses
    under 0.3 s are filled, islands under 50 ms dropped. Pairs of sample positions."""
    hop = SAMPLE_RATE // 100
    n = len(x) // hop
    if n == 0:
        return []
    level = 10 * np.log10(np.mean(x[:n * hop].reshape(n, hop).astype(np.float64) ** 2, axis=1) + 1e-12)
    on = level > max(np.percentile(level, 95) - threshold_db, -75)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(np.int8), [0]])))
    regions = []
    for start, end in zip(edges[::2] * hop, edges[1::2] * hop):
        if regions and start - regions[-1][1] < fill * SAMPLE_RATE:
            regions[-1][1] = int(end)
        else:
            regions.append([int(start), int(end)])
    return [(s, e) for s, e in regions if e - s >= least * SAMPLE_RATE]


_OPEN = ("well so and but actually I think maybe then because yesterday tomorrow honestly in general to be fair on the "
         "other hand as far as I know after all").split()
_WHO = ["I", "we", "you", "they", "the doctor", "my sister", "our neighbour", "the council", "a colleague", "the driver",
        "the teacher", "nobody", "everyone here", "the whole team", "the night shift", "your brother", "the pharmacist",
        "the archive", "the judge", "the committee", "that woman", "the old man", "the engineer", "a customer"]
_VERB = ["found", "wrote down", "measured", "forgot", "carried", "recorded", "repaired", "opened", "watched", "counted",
         "ordered", "described", "painted", "explained", "moved", "tested", "asked about", "waited for", "talked about",
         "looked at", "checked", "lost", "returned", "sold", "cleaned", "promised", "remembered", "questioned"]
_WHAT = ["the blue folder", "a long report", "the second window", "three boxes", "the train to the coast", "the minutes",
         "a very old clock", "the garden", "fresh bread", "the last interview", "their mother", "the heating system",
         "a yellow envelope", "the results", "sixteen chairs", "the bridge", "this recording", "the front door", "a song",
         "the river", "another question", "the price of paper", "the weather", "my medicine", "the kitchen", "that file"]
_WHERE = ["in the morning", "after lunch", "near the station", "at the hospital", "before the meeting", "on Thursday",
          "without any reason", "twice a week", "in a small village", "behind the school", "with great care", "again",
          "as quickly as possible", "for about an hour", "during the storm", "at home", "under the table", "last year"]
_SHORT = ["yes", "no", "right", "okay", "I see", "of course", "not really", "sure", "exactly", "go on", "oh really",
          "thank you", "maybe", "that is true", "good idea", "one moment", "why not", "I agree", "never", "who knows"]


def sentence(rng, seconds):
    """A made-up sentence that takes roughly `seconds` to say (about 2.6 words a second)."""
    words = max(1, round(seconds * 2.6))
    if words <= 3:
        return rng.choice(_SHORT)
    text = []
    while len(text) < words:
        if text:
            text.append(rng.choice(["and", "but", "because", "while", "so", "although"]))
        elif rng.random() < 0.3:
            text.append(rng.choice(_OPEN))
        text += f"{rng.choice(_WHO)} {rng.choice(_VERB)} {rng.choice(_WHAT)}".split()
        if len(text) < words and rng.random() < 0.7:
            text += rng.choice(_WHERE).split()
    return " ".join(text)
