"""Draws and renders the fixed recordings of the word error rate: one voice each, eight new sentences, noise at 5 to 20 dB.

Seed and a SHA-256 over audio and texts are written before any training; `--verify` checks the files against them. `dev` draws
such recordings of the development voices, to choose by."""
import argparse
import hashlib
import json
import pathlib
import subprocess
import sys

import numpy as np
import soundfile
from scipy.signal import fftconvolve

from conversations import noise, room
from spoken import Spoken
from voices import SAMPLE_RATE

HERE = pathlib.Path(__file__).resolve().parent
SEED, SENTENCES = {"heldout": 7011, "dev": 7012}, 8


def recording(rng, samples, ends, texts):
    """(float32 samples, text, facts)."""
    chosen = rng.permutation(len(texts))[:SENTENCES]
    parts = [np.zeros(int(rng.uniform(0.3, 1.0) * SAMPLE_RATE), dtype=np.float32)]
    for i in chosen:
        parts.append(samples[ends[i]:ends[i + 1]].astype(np.float32) / 32768)
        parts.append(np.zeros(int(rng.uniform(0.4, 1.4) * SAMPLE_RATE), dtype=np.float32))
    x = np.concatenate(parts)
    if rng.random() < 0.5:
        x = fftconvolve(x, room(rng))[:len(x)].astype(np.float32)
    snr = float(rng.uniform(5, 20))
    x = x + noise(rng, len(x)) * np.float32(0.05 * 10 ** (-snr / 20))
    x *= np.float32(10 ** (rng.uniform(-6, 6) / 20))
    peak = float(np.abs(x).max())
    x = x * np.float32(0.9 / peak) if peak > 0.9 else x
    return x, [texts[i] for i in chosen], {"snr_db": round(snr, 1), "seconds": round(len(x) / SAMPLE_RATE, 1)}


def digest(folder):
    """SHA-256 over the decoded samples (16-bit little-endian) and the texts, recording by recording."""
    total = hashlib.sha256()
    for file in sorted(folder.glob("*.flac")):
        samples, rate = soundfile.read(file, dtype="int16")
        assert rate == SAMPLE_RATE
        total.update(samples.astype("<i2").tobytes())
        total.update(file.with_suffix(".txt").read_bytes())
    return total.hexdigest()


def make(bank, folder, seed):
    folder.mkdir(parents=True, exist_ok=True)
    facts = {}
    for index, (voice, samples, ends, texts) in enumerate(zip(bank.names, bank.samples, bank.ends, bank.texts)):
        x, said, about = recording(np.random.default_rng([seed, index]), samples, ends, texts)
        name = f"words-{index + 1:02d}"
        soundfile.write(folder / f"{name}.wav", np.clip(np.round(x * 32767), -32768, 32767).astype(np.int16), SAMPLE_RATE,
                        subtype="PCM_16")
        subprocess.run(["flac", "-8", "-s", "-f", "--delete-input-file", "--no-padding", f"{name}.wav"], cwd=folder, check=True)
        (folder / f"{name}.txt").write_text("\n".join(said) + "\n")
        facts[name] = {"speaker": voice, **about}
    return {"seed": seed, "digest_sha256": digest(folder), "recordings": facts}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", nargs="?", default="heldout", choices=sorted(SEED))
    parser.add_argument("--work", help="scratch folder with the bank")
    parser.add_argument("--out", help="WORK/dev-words for the development voices")
    parser.add_argument("--verify", action="store_true", help="only check the files against the written digest")
    args = parser.parse_args()
    folder = pathlib.Path(args.out or (HERE / "heldout-words" if args.split == "heldout" else f"{args.work}/dev-words"))
    plan_file = folder.with_suffix(".json")
    if args.verify:
        fixed = json.loads(plan_file.read_text())["digest_sha256"]
        sys.exit(0 if digest(folder) == fixed else f"{folder}: the digest does not match")
    plan_file.write_text(json.dumps(make(Spoken(args.work, args.split), folder, SEED[args.split]), indent=1) + "\n")


if __name__ == "__main__":
    main()
