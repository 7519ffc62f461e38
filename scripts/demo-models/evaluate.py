"""Tunes the clustering on development sets, and scores a set with the exported models and the committed config."""
import argparse
import itertools
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


def score(outputs, plda, **clustering):
    """[(name, reference speakers, found speakers, missed, false, confusion, speech)]"""
    rows = []
    for name, (active, vectors, reference) in outputs.items():
        labels = pipeline.cluster(active, vectors, plda, **clustering)
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


def tune(outputs, plda):
    """The clustering with the lowest DER + a tenth of the wrong counts, smoothed over neighbouring thresholds."""
    best = None
    grid = np.round(np.arange(0.5, 1.01, 0.025), 3)
    for fa, fb in itertools.product((0.05, 0.07, 0.1), (1.0, 2.0, 3.0)):
        found = [totals(score(outputs, plda, threshold=t, fa=fa, fb=fb)) for t in grid]
        costs = np.array([der + 0.1 * (1 - right) for der, right in found])
        smooth = np.convolve(np.pad(costs, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
        at = int(np.argmin(smooth))
        print(f"Fa {fa} Fb {fb} threshold {grid[at]}: DER {found[at][0]:.3f} counts right {found[at][1]:.2f} "
              f"smooth {smooth[at]:.4f}", flush=True)
        if best is None or smooth[at] < best[0]:
            best = (smooth[at], {"threshold": float(grid[at]), "fa": fa, "fb": fb})
    return best[1]


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
    """The clustering's parameters in the pipeline's config.yaml."""
    values = dict(line.split(":", 1) for line in (HUB / "speaker-diarization" / "config.yaml").read_text().splitlines()
                  if ":" in line)
    return {"threshold": float(values["    threshold"]), "fa": float(values["    Fa"]), "fb": float(values["    Fb"])}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["networks", "tune", "score"])
    parser.add_argument("folders", nargs="+", help="folders of .flac and .rttm")
    parser.add_argument("--cache", nargs="+", default=[],
                        help="for each folder: keep what the networks say here, and take it from here when it is there")
    parser.add_argument("--out", help="tune: write the choice here; score: write the table here")
    args = parser.parse_args()
    torch.set_num_threads(1)
    outputs = {}
    for folder, cache in itertools.zip_longest(args.folders, map(pathlib.Path, args.cache)):
        if cache and cache.exists():
            said = pickle.loads(cache.read_bytes())
        else:
            said = computed(folder, pipeline.load(HUB))
            if cache:
                cache.write_bytes(pickle.dumps(said))
        outputs |= {f"{folder}/{name}" if len(args.folders) > 1 else name: one for name, one in said.items()}
    if args.what == "networks":
        return
    plda = pipeline.Plda(HUB / "speaker-diarization" / "plda")
    if args.what == "tune":
        text = json.dumps(tune(outputs, plda))
    else:
        text = table(score(outputs, plda, **committed()))
    print(text)
    if args.out:
        pathlib.Path(args.out).write_text(text + "\n")


if __name__ == "__main__":
    main()
