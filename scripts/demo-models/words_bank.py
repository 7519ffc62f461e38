"""Renders the bank of sentences with their words: one .npz per voice (int16 samples, lengths, texts)."""
import argparse
import math
import pathlib
import random
import zlib
from concurrent.futures import ProcessPoolExecutor

import numpy as np

import voices
import words

SENTENCES = {"train": 48, "dev": 30, "heldout": 12}
SEED_BANK = {"train": 21, "dev": 22, "heldout": 23}


def split_voices(split):
    return {"train": voices.train_voices()[0], "dev": voices.DEV, "heldout": voices.HELDOUT}[split]


def render(voice, split, espeak_paths):
    """The voice's sentences as (float32 samples, text): 0.4 to 9 s each, cut to the speech."""
    rng = random.Random(zlib.crc32(f"{SEED_BANK[split]}/{voice.name}".encode()))
    out, tries = [], 0
    while len(out) < SENTENCES[split] and tries < 4 * SENTENCES[split]:
        tries += 1
        text = words.utterance(rng, math.exp(rng.uniform(math.log(0.7), math.log(7))))
        x = voices.speak(voice, text, rng, espeak_paths)
        regions = voices.speech_regions(x)
        if not regions:
            continue
        start, end = regions[0][0], regions[-1][1]
        if not 0.4 * voices.SAMPLE_RATE <= end - start <= 9 * voices.SAMPLE_RATE:
            continue
        level = math.sqrt(float(np.mean(x[start:end] ** 2)))
        out.append((x[start:end] * (0.05 / level), text))
    return out


def save(voice, split, espeak_paths, folder):
    target = pathlib.Path(folder) / split / f"{voice.name}.npz"
    if target.exists():
        return voice.name, 0
    target.parent.mkdir(parents=True, exist_ok=True)
    spoken = render(voice, split, espeak_paths)
    samples = np.concatenate([np.clip(np.round(x * 32768), -32768, 32767).astype(np.int16) for x, _ in spoken])
    np.savez(target, samples=samples, lengths=np.array([len(x) for x, _ in spoken], dtype=np.int64),
             texts=np.array([t for _, t in spoken]))
    return voice.name, len(spoken)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", choices=sorted(SENTENCES))
    parser.add_argument("--work", required=True, help="scratch folder (outside the repository)")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    espeak_paths = voices.prepare_espeak(args.work)
    bank = pathlib.Path(args.work) / "words"
    chosen = split_voices(args.split)
    with ProcessPoolExecutor(args.jobs) as pool:
        for name, count in pool.map(save, chosen, [args.split] * len(chosen), [espeak_paths] * len(chosen),
                                    [bank] * len(chosen)):
            print(name, count, flush=True)


if __name__ == "__main__":
    main()
