"""Renders the conversation that the demo shows: two voices of the development set, one sentence after the other.

Which of the drawn conversations is shown is chosen by hand, as one chooses a photograph: it says nothing about the error
rate, which `words_heldout` is for."""
import argparse
import pathlib
import subprocess

import numpy as np
import soundfile

from conversations import noise
from spoken import Spoken
from voices import SAMPLE_RATE, speech_regions

TURNS, SNR_DB = 10, 20


def conversation(rng, bank, voices):
    """(float32 samples, [(start second, end second, speaker, text)])."""
    parts, turns = [np.zeros(int(0.5 * SAMPLE_RATE), dtype=np.float32)], []
    for turn in range(TURNS):
        v = voices[turn % len(voices)]
        ends, texts = bank.ends[v], bank.texts[v]
        fitting = [i for i in range(len(texts)) if 1.0 <= (ends[i + 1] - ends[i]) / SAMPLE_RATE <= 5 and texts[i].count(" ") > 1]
        i = int(rng.choice(fitting))
        x = bank.samples[v][ends[i]:ends[i + 1]].astype(np.float32) / 32768
        at = sum(map(len, parts))
        turns += [((at + s) / SAMPLE_RATE, (at + e) / SAMPLE_RATE, turn % len(voices), texts[i] if k == 0 else None)
                  for k, (s, e) in enumerate(speech_regions(x))]
        parts += [x, np.zeros(int(rng.uniform(0.4, 0.8) * SAMPLE_RATE), dtype=np.float32)]
    x = np.concatenate(parts)
    return x + noise(rng, len(x), "pink") * np.float32(0.05 * 10 ** (-SNR_DB / 20)), turns


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--work", required=True, help="scratch folder with the bank")
    parser.add_argument("--out", required=True)
    parser.add_argument("--voices", required=True, help="two names, by a comma")
    parser.add_argument("--seed", type=int, required=True)
    args = parser.parse_args()
    bank = Spoken(args.work, "dev")
    voices = [bank.names.index(name) for name in args.voices.split(",")]
    x, turns = conversation(np.random.default_rng(args.seed), bank, voices)
    out = pathlib.Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    soundfile.write(out / f"{args.name}.wav", np.clip(np.round(x * 32767), -32768, 32767).astype(np.int16), SAMPLE_RATE)
    subprocess.run(["flac", "-8", "-s", "-f", "--delete-input-file", "--no-padding", f"{args.name}.wav"], cwd=out, check=True)
    (out / f"{args.name}.rttm").write_text("".join(
        f"SPEAKER {args.name} 1 {s:.3f} {e - s:.3f} <NA> <NA> {bank.names[voices[who]]} <NA> <NA>\n" for s, e, who, _ in turns))
    (out / f"{args.name}.txt").write_text("".join(f"Speaker {who + 1}: {text}\n" for _, _, who, text in turns if text))


if __name__ == "__main__":
    main()
