"""Renders the bank of sentences with their words: one .npz per voice (int16 samples, lengths, texts), and another with the
times of sounds and words (s) where the synthesiser tells them. The training voices of eSpeak NG come from `words_times`."""
import argparse
import math
import pathlib
import random
import zlib
from concurrent.futures import ProcessPoolExecutor

import numpy as np

import more_voices
import voices
import words

SENTENCES = {"train": 48, "dev": 30, "heldout": 12}
SEED_BANK = {"train": 41, "dev": 22, "heldout": 23}


def split_voices(split):
    return {"train": voices.train_voices()[0] + more_voices.TRAIN, "dev": voices.DEV, "heldout": voices.HELDOUT}[split]


def sentence(rng, split):
    """One of 0.7 to 7 s. In training more of them are long and in any order than in the sets that measure."""
    seconds = math.exp(rng.uniform(math.log(0.7), math.log(7)))
    if split != "train":
        return words.utterance(rng, seconds)
    return words.utterance(rng, seconds if rng.random() < 0.5 else rng.uniform(2, 8), any_order=0.35)


def sentences(voice, split, speak):
    """The voice's sentences as (float32 samples, text, sounds, word starts): 0.4 to 9 s each, cut to the speech."""
    rng = random.Random(zlib.crc32(f"{SEED_BANK[split]}/{voice.name}".encode()))
    out, tries = [], 0
    while len(out) < SENTENCES[split] and tries < 4 * SENTENCES[split]:
        tries += 1
        text = sentence(rng, split)
        x, sounds, starts = speak(text, rng)
        regions = voices.speech_regions(x)
        if not regions:
            continue
        start, end = regions[0][0], regions[-1][1]
        if not 0.4 * voices.SAMPLE_RATE <= end - start <= 9 * voices.SAMPLE_RATE:
            continue
        level, cut = math.sqrt(float(np.mean(x[start:end] ** 2))), start / voices.SAMPLE_RATE
        out.append((x[start:end] * (0.05 / level), text, [(at - cut, what) for at, what in sounds],
                    [(at - cut, where) for at, where in starts]))
    return out


def keep(work, split, voice, render):
    """Writes what `render` gives for the voice, unless it is there already."""
    work = pathlib.Path(work)
    target, times = (work / folder / split / f"{voice.name}.npz" for folder in ("words", "words-times"))
    if target.exists():
        return
    spoken = render()
    target.parent.mkdir(parents=True, exist_ok=True)
    if any(starts for *_, starts in spoken):
        times.parent.mkdir(parents=True, exist_ok=True)
        np.savez(times, sounds=np.array([(i, at) for i, s in enumerate(spoken) for at, _ in s[2]], dtype=np.float32),
                 names=np.array([name for s in spoken for _, name in s[2]]),
                 words=np.array([(i, at, where) for i, s in enumerate(spoken) for at, where in s[3]], dtype=np.float32))
    samples = np.concatenate([np.clip(np.round(x * 32768), -32768, 32767).astype(np.int16) for x, *_ in spoken])
    np.savez(target, samples=samples, lengths=np.array([len(x) for x, *_ in spoken], dtype=np.int64),
             texts=np.array([text for _, text, *_ in spoken]))
    print(voice.name, len(spoken), flush=True)


def save(voice, split, espeak_paths, work):
    if split != "train":
        def speak(text, rng):
            return voices.speak(voice, text, rng, espeak_paths), [], []
    else:
        def speak(text, rng):
            return more_voices.told(voice, text, rng)
    keep(work, split, voice, lambda: sentences(voice, split, speak))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", choices=sorted(SENTENCES))
    parser.add_argument("--work", required=True, help="scratch folder (outside the repository)")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    espeak_paths = voices.prepare_espeak(args.work)
    chosen = [v for v in split_voices(args.split) if args.split != "train" or v.engine != "espeak"]
    with ProcessPoolExecutor(args.jobs) as pool:
        for _ in pool.map(save, chosen, [args.split] * len(chosen), [espeak_paths] * len(chosen), [args.work] * len(chosen)):
            pass


if __name__ == "__main__":
    main()
