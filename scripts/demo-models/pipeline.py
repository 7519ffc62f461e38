"""The 3.1 diarization pipeline in NumPy, from the exported checkpoints: an implementation independent of the Java engine."""
import math
import pathlib

import numpy as np
import torch
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


def cluster(active, vectors, threshold, min_cluster_size=12, rule="4.x"):
    """Cluster of every slot (−2: silent), by centroid-linkage agglomeration."""
    there = active.sum(1) > 0
    enough = there & ~np.isnan(vectors).any(-1)
    if rule == "4.x":
        alone = (active * (active.sum(-1, keepdims=True) == 1)).sum(1)
        enough &= alone >= 0.2 * active.shape[1]
    train = vectors[enough]
    if len(train) < 2:
        return np.where(there, 0, -2)
    small = min(min_cluster_size, max(1, round(0.1 * len(train))))
    unit = train / np.linalg.norm(train, axis=1, keepdims=True)
    flat = fcluster(linkage(unit, method="centroid", metric="euclidean"), threshold, criterion="distance") - 1
    ids, sizes = np.unique(flat, return_counts=True)
    large = ids[sizes >= small]
    if len(large) == 0:
        flat[:] = 0
        large = np.array([0])
    big = np.stack([unit[flat == k].mean(0) for k in large])
    for k in ids:
        if k not in large:
            mean = unit[flat == k].mean(0)
            score = big @ mean / (np.linalg.norm(big, axis=1) * np.linalg.norm(mean))
            flat[flat == k] = large[int(np.argmax(score))]
    flat = np.unique(flat, return_inverse=True)[1]
    centroids = np.stack([train[flat == k].mean(0) for k in range(flat.max() + 1)])
    centroids /= np.linalg.norm(centroids, axis=1, keepdims=True)
    score = np.nan_to_num(vectors @ centroids.T / np.linalg.norm(vectors, axis=-1, keepdims=True), nan=-1.0)
    return np.where(there, score.argmax(-1), -2)


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
