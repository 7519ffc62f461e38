"""Three voices of every training voice: as it is, and played 12 % slower and 14 % faster, which moves pitch and formants
together (Kaldi's speed perturbation, where the copies count as other speakers)."""
import argparse
import pathlib

import numpy as np
from scipy.signal import resample_poly

FACTORS = {"low": (25, 22), "high": (22, 25)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    folder = pathlib.Path(parser.parse_args().work) / "bank" / "train"
    for file in sorted(folder.glob("*.npz")):
        if "@" in file.stem or (folder / f"{file.stem}@high.npz").exists():
            continue
        data = np.load(file)
        ends = np.cumsum(data["lengths"])
        for name, (up, down) in FACTORS.items():
            spoken = [np.clip(np.round(resample_poly(data["samples"][e - n:e].astype(np.float32), up, down)), -32768, 32767)
                      .astype(np.int16) for e, n in zip(ends, data["lengths"])]
            regions = data["regions"].copy()
            regions[:, 1:] = regions[:, 1:] * up // down
            np.savez(folder / f"{file.stem}@{name}.npz", samples=np.concatenate(spoken),
                     lengths=np.array([len(x) for x in spoken], dtype=np.int64), regions=regions, sex=data["sex"])


if __name__ == "__main__":
    main()
