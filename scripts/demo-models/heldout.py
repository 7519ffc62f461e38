"""Draws and renders the fixed sets: held-out (committed, scored only), development (tuning) and samples (committed).

The held-out plan and a SHA-256 over its audio and references are written before any training; `--verify` checks the
committed files against them."""
import argparse
import hashlib
import json
import pathlib
import subprocess
import sys

import numpy as np
import soundfile

import voices
from conversations import Bank, conversation

HERE = pathlib.Path(__file__).resolve().parent
SETS = {
    "heldout": {"seed": 7001, "bank": "heldout", "speakers": [2] * 8 + [3] * 8 + [4] * 6, "seconds": (44, 60)},
    "dev": {"seed": 7002, "bank": "dev", "speakers": ([2] * 8 + [3] * 8 + [4] * 8) * 2, "seconds": (44, 60)},
    "samples": {"seed": 7003, "bank": "dev", "speakers": [2, 3, 2], "seconds": (30, 40)},
}


def rttm(name, reference, labels):
    return "".join(f"SPEAKER {name} 1 {s / 16000:.3f} {(e - s) / 16000:.3f} <NA> <NA> {labels[w]} <NA> <NA>\n"
                   for s, e, w in reference)


def draw(plan, bank):
    """Yields (name, samples, reference, labels, facts); each conversation holds two speakers of one sex at least."""
    usage = np.zeros(len(bank.names))
    for index, count in enumerate(plan["speakers"]):
        for attempt in range(10000):
            rng = np.random.default_rng([plan["seed"], index, attempt])
            order = sorted(range(len(bank.names)), key=lambda i: (usage[i], rng.random()))
            first = order[0]
            second = next(i for i in order[1:] if bank.sex[i] == bank.sex[first])
            rest = [i for i in order if i not in (first, second)][:count - 2]
            speakers = [first, second] + rest
            made = conversation(rng, bank, speakers, rng.uniform(*plan["seconds"]))
            if made is not None:
                break
        else:
            raise SystemExit(f"no draw for conversation {index}")
        usage[speakers] += 1
        x, reference, facts = made
        facts = {"speakers": [bank.names[i] for i in speakers], "attempt": attempt, **facts}
        yield f"conv-{index + 1:02d}", x, reference, [bank.names[i] for i in speakers], facts


def digest(folder):
    """SHA-256 over the decoded samples (16-bit little-endian) and the RTTM bytes, conversation by conversation."""
    total = hashlib.sha256()
    for file in sorted(folder.glob("*.flac")):
        samples, rate = soundfile.read(file, dtype="int16")
        assert rate == 16000
        total.update(samples.astype("<i2").tobytes())
        total.update(file.with_suffix(".rttm").read_bytes())
    return total.hexdigest()


def make(which, work, folder):
    plan = SETS[which]
    folder.mkdir(parents=True, exist_ok=True)
    facts = {}
    for name, x, reference, labels, about in draw(plan, Bank(pathlib.Path(work) / "bank" / plan["bank"])):
        name = name.replace("conv", "sample") if which == "samples" else name
        pcm = np.clip(np.round(x * 32767), -32768, 32767).astype(np.int16)
        soundfile.write(folder / f"{name}.wav", pcm, 16000, subtype="PCM_16")
        subprocess.run(["flac", "-8", "-s", "-f", "--delete-input-file", "--no-padding", f"{name}.wav"], cwd=folder, check=True)
        (folder / f"{name}.rttm").write_text(rttm(name, reference, labels))
        facts[name] = about
        print(name, about, flush=True)
    lines = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in sorted(folder.iterdir())
             if f.suffix in (".flac", ".rttm")]
    (folder / "SHA256SUMS").write_text("".join(lines))
    return {"set": which, "seed": plan["seed"], "digest_sha256": digest(folder), "conversations": facts}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=sorted(SETS))
    parser.add_argument("--work", help="scratch folder with the bank")
    parser.add_argument("--out", help="folder to write (default: beside this script; dev: in the scratch folder)")
    parser.add_argument("--verify", action="store_true", help="only check the files against the written digest")
    args = parser.parse_args()
    folder = pathlib.Path(args.out) if args.out else (
        pathlib.Path(args.work) / "dev" if args.set == "dev" else HERE / args.set)
    plan_file = (folder.parent if args.set == "dev" else HERE) / f"{args.set}.json"
    if args.verify:
        same = digest(folder) == json.loads(plan_file.read_text())["digest_sha256"]
        sys.exit(0 if same else f"{folder}: the digest does not match {plan_file}")
    plan = make(args.set, args.work, folder)
    if args.set == "heldout":
        plan["voices"] = {v.name: {k: getattr(v, k) for k in ("sex", "engine", "base", "variant", "pitch", "speed", "warp")}
                          for v in voices.HELDOUT}
    plan_file.write_text(json.dumps(plan, indent=1) + "\n")


if __name__ == "__main__":
    main()
