"""Draws voices from the embeddings of real recordings, with noise of a fifth of their own spread on each axis.

usage: voices.py CAPTURES COUNT FILE    unit vectors, row by row, as little-endian floats"""
import pathlib
import sys

import numpy


def main():
    captures, count, file = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    slots = [numpy.load(path)["embeddings"].reshape(-1, 256) for path in sorted(captures.glob("*/raw_embeddings.npz"))]
    real = numpy.concatenate(slots)
    real = real[numpy.isfinite(real).all(axis=1)]
    random = numpy.random.default_rng(7011)
    voices = real[random.integers(len(real), size=count)]
    voices = voices + 0.2 * real.std(axis=0) * random.standard_normal(voices.shape)
    voices /= numpy.linalg.norm(voices, axis=1, keepdims=True)
    voices.astype("<f4").tofile(file)


if __name__ == "__main__":
    main()
