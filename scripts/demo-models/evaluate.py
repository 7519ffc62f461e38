"""Tunes the clustering on the development set, and scores a set with the exported models and the committed config."""
import argparse
import json
import pathlib
import pickle

import numpy as np
import soundfile
import torch

import pipeline

HERE = pathlib.Path(__file__).resolve().parent
HUB = HERE / "hub" / "voxcrate-demo"


def computed(folder, models):
    out = {}
    for file in sorted(pathlib.Path(folder).glob("*.flac")):
        x, rate = soundfile.read(file, dtype="float32")
        assert rate == 16000
        out[file.stem] = (*pipeline.networks(*models, x), pipeline.read_rttm(file.with_suffix(".rttm")))
    return out


_SCORED = {}    # different thresholds often give the same clusters


def score(outputs, threshold, min_cluster_size, rule="4.x"):
    """[(name, reference speakers, found speakers, missed, false, confusion, speech)]"""
    rows = []
    for name, (active, vectors, reference) in outputs.items():
        labels = pipeline.cluster(active, vectors, threshold, min_cluster_size, rule)
        key = (name, labels.tobytes())
        if key not in _SCORED:
            turns = pipeline.reconstruct(active, labels) if active.any() else []
            _SCORED[key] = (len({t[2] for t in turns}), *pipeline.error_parts(reference, turns))
        found, *errors = _SCORED[key]
        rows.append((name, len({r[2] for r in reference}), found, *errors))
    return rows


def totals(rows):
    errors = np.array([r[3:] for r in rows]).sum(0)
    return float(errors[:3].sum() / errors[3]), sum(r[1] == r[2] for r in rows) / len(rows)


def tune(outputs):
    """Threshold and smallest cluster with the lowest DER + a tenth of the wrong counts; of a plateau its middle."""
    best = None
    for size in (4, 6, 12):
        grid = np.round(np.arange(0.3, 1.36, 0.025), 3)
        found = [totals(score(outputs, t, size)) for t in grid]
        costs = np.array([der + 0.1 * (1 - right) for der, right in found])
        smooth = np.convolve(np.pad(costs, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
        at = int(np.argmin(smooth))
        print(f"min_cluster_size {size}: threshold {grid[at]} DER {found[at][0]:.3f} counts right {found[at][1]:.2f}")
        for t, (der, right) in zip(grid[max(0, at - 6):at + 7], found[max(0, at - 6):at + 7]):
            print(f"    {t:.3f}: DER {der:.3f} counts {right:.2f}")
        if best is None or smooth[at] < best[0]:
            best = (smooth[at], float(grid[at]), size)
    return {"threshold": best[1], "min_cluster_size": best[2]}


def table(rows):
    lines = ["| conversation | speakers | found | missed | false alarm | confusion | DER |", "|---|---|---|---|---|---|---|"]
    for name, wanted, found, missed, false, confused, speech in rows:
        lines.append(f"| {name} | {wanted} | {found} | {missed / speech:.1%} | {false / speech:.1%} | "
                     f"{confused / speech:.1%} | {(missed + false + confused) / speech:.1%} |")
    sums = np.array([r[3:] for r in rows]).sum(0)
    lines.append(f"| **all** | | {sum(r[1] == r[2] for r in rows)} of {len(rows)} right | {sums[0] / sums[3]:.1%} | "
                 f"{sums[1] / sums[3]:.1%} | {sums[2] / sums[3]:.1%} | **{sums[:3].sum() / sums[3]:.1%}** |")
    return "\n".join(lines)


def committed():
    """Threshold and smallest cluster of the pipeline's config.yaml."""
    values = dict(line.split(":", 1) for line in (HUB / "speaker-diarization" / "config.yaml").read_text().splitlines()
                  if ":" in line)
    return float(values["    threshold"]), int(values["    min_cluster_size"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["networks", "tune", "score"])
    parser.add_argument("folder", help="folder of .flac and .rttm")
    parser.add_argument("--rule", default="4.x", choices=["4.x", "3.x"])
    parser.add_argument("--cache", help="keep what the networks say here, and take it from here when it is there")
    parser.add_argument("--out", help="tune: write the choice here; score: write the table here")
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.cache and pathlib.Path(args.cache).exists():
        outputs = pickle.loads(pathlib.Path(args.cache).read_bytes())
    else:
        outputs = computed(args.folder, pipeline.load(HUB))
        if args.cache:
            pathlib.Path(args.cache).write_bytes(pickle.dumps(outputs))
    if args.what == "networks":
        return
    if args.what == "tune":
        text = json.dumps(tune(outputs))
    else:
        text = table(score(outputs, *committed(), args.rule))
    print(text)
    if args.out:
        pathlib.Path(args.out).write_text(text + "\n")


if __name__ == "__main__":
    main()
