"""Renders the conversation that the demo shows: two voices of the development set read a written meeting in turns.

Voices and seed are chosen by hand, as one chooses a photograph: it says nothing about the error rate, which
`words_heldout` is for."""
import argparse
import pathlib
import random
import subprocess

import numpy as np
import soundfile

import voices
from conversations import noise
from voices import SAMPLE_RATE

NAME, SNR_DB = "meeting", 25
MEETING = """\
1 Let us begin with the agenda.
2 Peter prepared the minutes on Monday.
1 Thank you. Are there questions about the budget.
2 Yes. Can we vote on the proposal at half past ten.
1 The committee discussed the contract before the meeting.
2 Maria signed the contract on Thursday.
1 Good idea. Please send me the decision in the morning.
2 We agreed on the deadline at four o'clock.
1 Who is against the motion.
2 I second the proposal.
1 Let us come back to the next item after lunch.
"""


def turn(voice, text, rng, espeak_paths):
    x = voices.speak(voice, text, rng, espeak_paths)
    regions = voices.speech_regions(x)
    start, end = regions[0][0], regions[-1][1]
    level = float(np.sqrt(np.mean(x[start:end] ** 2)))
    return x[start:end] * np.float32(0.05 / level), [(s - start, e - start) for s, e in regions]


def conversation(speakers, seed, espeak_paths):
    """(float32 samples, [(start, end, speaker) in samples])."""
    rng = random.Random(seed)
    parts, spoken = [np.zeros(SAMPLE_RATE // 2, dtype=np.float32)], []
    for line in MEETING.splitlines():
        who, text = int(line[0]) - 1, line[2:]
        x, regions = turn(speakers[who], text, rng, espeak_paths)
        at = sum(map(len, parts))
        spoken += [(at + s, at + e, who) for s, e in regions]
        parts += [x, np.zeros(int(rng.uniform(0.35, 0.7) * SAMPLE_RATE), dtype=np.float32)]
    x = np.concatenate(parts)
    hiss = noise(np.random.default_rng(seed), len(x), "pink")
    return x + hiss * np.float32(0.05 * 10 ** (-SNR_DB / 20)), spoken


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True, help="scratch folder (outside the repository)")
    parser.add_argument("--out", required=True)
    parser.add_argument("--voices", default="dev-f1,dev-m1", help="two of the development set, by a comma")
    parser.add_argument("--seed", type=int, default=2)
    args = parser.parse_args()
    speakers = [next(v for v in voices.DEV if v.name == name) for name in args.voices.split(",")]
    x, spoken = conversation(speakers, args.seed, voices.prepare_espeak(args.work))
    out = pathlib.Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    soundfile.write(out / f"{NAME}.wav", np.clip(np.round(x * 32767), -32768, 32767).astype(np.int16), SAMPLE_RATE)
    subprocess.run(["flac", "-8", "-s", "-f", "--delete-input-file", "--no-padding", f"{NAME}.wav"], cwd=out, check=True)
    (out / f"{NAME}.rttm").write_text("".join(
        f"SPEAKER {NAME} 1 {s / SAMPLE_RATE:.3f} {(e - s) / SAMPLE_RATE:.3f} <NA> <NA> {speakers[who].name} <NA> <NA>\n"
        for s, e, who in spoken))
    (out / f"{NAME}.txt").write_text("".join(line[2:] + "\n" for line in MEETING.splitlines()))


if __name__ == "__main__":
    main()
