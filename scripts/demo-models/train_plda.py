"""Fits the x-vector transform and the PLDA of VBx to embeddings of the training voices, and writes them as community-1 has
them: `plda/xvec_transform.npz` {mean1, mean2, lda} and `plda/plda.npz` {mu, tr, psi}, all float64."""
import argparse
import pathlib

import numpy as np
import torch
from scipy import linalg

import checkpoint
from conversations import Bank
from models import WeSpeaker
from pipeline import unit
from train_embedding import Windows

ALONE = 100     # feature frames of a voice alone: a second


@torch.no_grad()
def embeddings(model, bank, count, seed):
    """Of every voice that is alone for a second in one of `count` windows of 10 s: (vectors, voice numbers)."""
    windows = iter(torch.utils.data.DataLoader(Windows(bank, 10, seed), batch_size=8))
    vectors, voices = [], []
    for _ in range(count // 8):
        x, alone, who = next(windows)
        masks = alone.transpose(1, 2)
        kept = (masks.sum(-1) >= ALONE) & (who >= 0)
        vectors.append(model(x, masks)[kept])
        voices.append(who[kept])
    return torch.cat(vectors).double().numpy(), torch.cat(voices).numpy()


def covariances(x, voices):
    """Within and between voices."""
    means, within, freedom = [], np.zeros((x.shape[1], x.shape[1])), 0
    for voice in np.unique(voices):
        mine = x[voices == voice]
        within += (mine - mine.mean(0)).T @ (mine - mine.mean(0))
        freedom += len(mine) - 1
        means.append(mine.mean(0))
    within /= freedom
    return within, np.cov(np.array(means).T) - within * len(means) / len(x)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--embedding", default="embedding.pt")
    parser.add_argument("--windows", type=int, default=1200)
    parser.add_argument("--size", type=int, default=64, help="dimensions kept of the embedding's")
    parser.add_argument("--seed", type=int, default=4243)
    args = parser.parse_args()
    torch.set_num_threads(1)
    work = pathlib.Path(args.work)
    saved = torch.load(work / args.embedding, weights_only=True)
    model = WeSpeaker(saved["channels"], saved["size"])
    model.load_state_dict(saved["state_dict"])
    x, voices = embeddings(model.eval(), Bank(work / "bank" / "train"), args.windows, args.seed)
    known, times = np.unique(voices, return_counts=True)
    twice = np.isin(voices, known[times > 1])
    x, voices = x[twice], voices[twice]
    inputs = x.shape[1]
    mean1 = x.mean(0)
    x = np.sqrt(inputs) * unit(x - mean1)
    within, between = covariances(x, voices)
    # Fewer vectors than the covariance has values: without this the least varied directions would seem the best.
    within += 1e-3 * np.trace(within) / inputs * np.eye(inputs)
    lda = linalg.eigh(between, within)[1][:, ::-1][:, :args.size]
    mean2 = (x @ lda).mean(0)
    x = np.sqrt(args.size) * unit(x @ lda - mean2)
    mu = x.mean(0)
    values, vectors = linalg.eigh(*reversed(covariances(x, voices)))
    folder = checkpoint.HUB / "speaker-diarization" / "plda"
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "xvec_transform.npz", mean1=mean1, mean2=mean2, lda=lda)
    np.savez(folder / "plda.npz", mu=mu, tr=vectors.T[::-1], psi=np.maximum(values[::-1], 1e-6))
    print(f"{len(x)} vectors of {len(np.unique(voices))} voices")


if __name__ == "__main__":
    main()
