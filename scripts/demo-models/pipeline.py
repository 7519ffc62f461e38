"""The community-1 diarization pipeline in NumPy, from the exported checkpoints: an implementation independent of the Java
engine."""
import math
import pathlib

import numpy as np
import torch
from scipy import linalg
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import linear_sum_assignment

from checkpoint import task_module
from models import POWERSET, PyanNet, WeSpeaker, fbank

STEP, FRAME = 16000, 0.016875
FIRST = 0.03096875


def load(hub):
    """(segmentation, embedding) from two exported pytorch_model.bin files."""
    task_module()
    hub = pathlib.Path(hub)
    seg = torch.load(hub / "segmentation" / "pytorch_model.bin", weights_only=False)
    lstm = seg["hyper_parameters"]["lstm"]
    segmentation = PyanNet(lstm["hidden_size"], lstm["num_layers"], seg["hyper_parameters"]["linear"]["hidden_size"])
    segmentation.load_state_dict(seg["state_dict"])
    emb = torch.load(hub / "wespeaker-resnet34" / "pytorch_model.bin", weights_only=False)["state_dict"]
    embedding = WeSpeaker(emb["resnet.conv1.weight"].shape[0], emb["resnet.seg_1.weight"].shape[0])
    embedding.load_state_dict(emb)
    return segmentation.eval(), embedding.eval()


def chunks(x):
    full = (len(x) - 160000) // STEP + 1 if len(x) >= 160000 else 0
    count = full + (1 if len(x) < 160000 or (len(x) - 160000) % STEP else 0)
    padded = np.zeros((count - 1) * STEP + 160000, dtype=np.float32)
    padded[:len(x)] = x
    return np.stack([padded[c * STEP:c * STEP + 160000] for c in range(count)])


@torch.no_grad()
def networks(segmentation, embedding, x):
    """Activities (chunks, 589, 3) as 0/1 and embeddings (chunks, 3, size); slots without activity stay NaN."""
    parts = torch.from_numpy(chunks(x))
    member = np.zeros((7, 3), dtype=np.int8)
    for i, m in enumerate(POWERSET):
        member[i, list(m)] = 1
    active = member[np.concatenate([segmentation(p.unsqueeze(1)).argmax(-1).numpy() for p in parts.split(8)])]
    alone = active * (active.sum(-1, keepdims=True) < 2)
    masks = np.where(alone.sum(1, keepdims=True) > 2, alone, active).transpose(0, 2, 1).astype(np.float32)
    out = []
    for p, m in zip(parts.split(4), torch.from_numpy(masks).split(4)):
        out.append(embedding.resnet.pool(embedding.resnet.trunk(fbank(p)), m).numpy())
    vectors = np.concatenate(out)
    vectors[active.sum(1) == 0] = np.nan
    return active, vectors


def unit(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


class Plda:
    """The x-vector transform and the PLDA of two .npz files (Ioffe 2006, as BUT's VBx has them)."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        first, second = np.load(folder / "xvec_transform.npz"), np.load(folder / "plda.npz")
        self.mean1, self.mean2, self.lda = first["mean1"], first["mean2"], first["lda"]
        self.mu, tr, psi = second["mu"], second["tr"], second["psi"]
        within, between = np.linalg.inv(tr.T @ tr), np.linalg.inv((tr.T / psi) @ tr)
        phi, vectors = linalg.eigh(between, within)
        self.phi, self.transform = phi[::-1], vectors.T[::-1]

    def __call__(self, x):
        inputs, size = self.lda.shape
        x = np.sqrt(inputs) * unit(x - self.mean1)
        return (np.sqrt(size) * unit(x @ self.lda - self.mean2) - self.mu) @ self.transform.T


def vbx(features, phi, labels, fa, fb):
    """Responsibilities (vectors × speakers) and speaker priors (Landini et al. 2022), from initial labels."""
    gamma = np.exp(7.0 * np.eye(labels.max() + 1)[labels])
    gamma /= gamma.sum(1, keepdims=True)
    prior = np.full(gamma.shape[1], 1 / gamma.shape[1])
    constant = -0.5 * ((features ** 2).sum(1) + features.shape[1] * np.log(2 * np.pi))
    rho, before = features * np.sqrt(phi), None
    for _ in range(20):
        precision = 1 / (1 + fa / fb * gamma.sum(0)[:, None] * phi)
        alpha = fa / fb * precision * (gamma.T @ rho)
        said = fa * (rho @ alpha.T - 0.5 * ((precision + alpha ** 2) @ phi) + constant[:, None]) + np.log(prior + 1e-8)
        most = said.max(1, keepdims=True)
        likelihood = most[:, 0] + np.log(np.exp(said - most).sum(1))
        gamma = np.exp(said - likelihood[:, None])
        prior = gamma.sum(0) / len(features)
        bound = likelihood.sum() + fb / 2 * (np.log(precision) - precision - alpha ** 2 + 1).sum()
        if before is not None and bound - before < 1e-4:
            break
        before = bound
    return gamma, prior


def cluster(active, vectors, plda, threshold, fa, fb):
    """Cluster of every slot (−2: silent): centroid linkage, then VBx; in a chunk no two speakers share a cluster."""
    there = active.sum(1) > 0
    alone = (active * (active.sum(-1, keepdims=True) == 1)).sum(1)
    enough = there & ~np.isnan(vectors).any(-1) & (alone >= 0.2 * active.shape[1])
    train = vectors[enough].astype(np.float64)
    if len(train) < 2:
        return np.where(there, 0, -2)
    flat = fcluster(linkage(unit(train), method="centroid", metric="euclidean"), threshold, criterion="distance")
    gamma, prior = vbx(plda(train), plda.phi, np.unique(flat, return_inverse=True)[1], fa, fb)
    kept = gamma[:, prior > 1e-7]
    centroids = kept.T @ train / kept.sum(0)[:, None]
    near = np.where(there[..., None], unit(np.where(there[..., None], vectors, 1.0)) @ unit(centroids).T, 0.0)
    near[~there] = near[there].min() - 1
    labels = np.full(there.shape, -2)
    for chunk, scores in enumerate(near):
        for speaker, best in zip(*linear_sum_assignment(-scores)):
            if there[chunk, speaker]:
                labels[chunk, speaker] = best
    return labels


def reconstruct(active, labels):
    """Turns (start, end, name)."""
    count_chunks = active.shape[0]
    frames = round((count_chunks - 1 + 10) / FRAME) + 1
    starts = [round(c / FRAME) for c in range(count_chunks)]
    clusters = max(1, int(labels.max()) + 1)
    total, seen = np.zeros(frames, np.float32), np.zeros(frames, np.float32)
    activation = np.zeros((frames, clusters), np.float32)
    for c, at in enumerate(starts):
        total[at:at + 589] += active[c].sum(-1)
        seen[at:at + 589] += 1
        for k in range(clusters):
            mine = active[c][:, labels[c] == k]
            if mine.shape[1]:
                activation[at:at + 589, k] += mine.max(1)
    count = np.rint(total / np.maximum(seen, 1e-12)).astype(int)
    if count.max() > clusters:
        activation = np.pad(activation, ((0, 0), (0, count.max() - clusters)))
    rank = np.argsort(np.argsort(-activation, axis=1, kind="stable"), axis=1)
    on = rank < count[:, None]
    turns = []
    for k in range(on.shape[1]):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], on[:, k].astype(np.int8), [0]])))
        for s, e in zip(edges[::2], edges[1::2]):
            turns.append((FIRST + s * FRAME, FIRST + min(e, frames - 1) * FRAME, k))
    names = {k: f"SPEAKER_{i:02d}" for i, k in enumerate(sorted({t[2] for t in turns}, key=str))}
    return sorted((s, e, names[k]) for s, e, k in turns if e > s)


def read_rttm(path):
    out = []
    for line in pathlib.Path(path).read_text().splitlines():
        part = line.split()
        out.append((float(part[3]), float(part[3]) + float(part[4]), part[7]))
    return out


def error_parts(reference, hypothesis):
    """(missed, false alarm, confusion, reference speech) in seconds: no collar, overlap scored, best mapping."""
    cuts = np.unique([t for s, e, _ in reference + hypothesis for t in (s, e)])
    lengths = np.diff(cuts)

    def active(turns):
        names = sorted({t[2] for t in turns})
        on = np.zeros((max(1, len(names)), len(lengths)), bool)
        for s, e, name in turns:
            on[names.index(name), np.searchsorted(cuts, s):np.searchsorted(cuts, e)] = True
        return on

    ref, hyp = active(reference), active(hypothesis)
    n_ref, n_hyp = ref.sum(0), hyp.sum(0)
    speech = float((lengths * n_ref).sum())
    missed = float((lengths * np.maximum(n_ref - n_hyp, 0)).sum())
    false = float((lengths * np.maximum(n_hyp - n_ref, 0)).sum())
    both = float((lengths * np.minimum(n_ref, n_hyp)).sum())
    shared = (ref * lengths) @ hyp.T
    rows, columns = linear_sum_assignment(-shared)
    return missed, false, both - float(shared[rows, columns].sum()), speech


assert math.isclose(FIRST, 495.5 / 16000)
