"""Trains the ResNet34 with an additive angular margin over the training voices, on windows mixed on the fly: several
speakers, noise and overlap are in the picture, and the pooling mask picks one, as at inference."""
import argparse
import copy
import itertools
import json
import math
import pathlib
import time

import numpy as np
import soundfile
import torch
import torch.nn.functional as F

from conversations import Bank, activity, training_window
from models import WeSpeaker, fbank


class Head(torch.nn.Module):
    """Everything that exists only in training: normalisation around seg_1 (folded into it on export) and the margin."""

    def __init__(self, statistics, size, classes):
        super().__init__()
        self.before = torch.nn.BatchNorm1d(statistics, affine=False)
        self.after = torch.nn.BatchNorm1d(size, affine=False)
        self.weight = torch.nn.Parameter(torch.randn(classes, size) * 0.1)

    def fold(self, layer):
        """seg_1 with both normalisations inside: the same embeddings from one linear layer."""
        scale_in = torch.rsqrt(self.before.running_var + self.before.eps)
        scale_out = torch.rsqrt(self.after.running_var + self.after.eps)
        weight = layer.weight * scale_in
        bias = layer.bias - weight @ self.before.running_mean
        return weight * scale_out.unsqueeze(1), (bias - self.after.running_mean) * scale_out

    def forward(self, statistics, layer, classes, margin, scale=30.0):
        embeddings = self.after(layer(self.before(statistics)))
        cosine = F.normalize(embeddings) @ F.normalize(self.weight).T
        own = cosine.gather(1, classes.unsqueeze(1)).clamp(-1 + 1e-6, 1 - 1e-6)
        moved = torch.where(own > math.cos(math.pi - margin), torch.cos(torch.acos(own) + margin),
                            own - margin * math.sin(margin))
        return F.cross_entropy(scale * cosine.scatter(1, classes.unsqueeze(1), moved), classes), \
            (cosine.argmax(1) == classes).float().mean()


class Windows(torch.utils.data.IterableDataset):
    def __init__(self, bank, seconds, seed):
        self.bank, self.seconds, self.seed = bank, seconds, seed

    def __iter__(self):
        for i in itertools.count():
            rng = np.random.default_rng([self.seed, i])
            x, y, who = training_window(rng, self.bank, self.seconds)
            alone = y * (y.sum(-1, keepdims=True) < 2)
            if alone.sum(0).max() < 25:
                continue
            if rng.random() < 0.5:      # the segmentation's borders are not exact: neither are these
                alone = np.roll(alone, int(rng.integers(-4, 5)), axis=0)
            yield x, alone, np.array(who)


def development(folder, seconds=10):
    """(window, mask, voice) of the development conversations: masks of at least 1 s alone."""
    waves, masks, names = [], [], []
    for file in sorted(pathlib.Path(folder).glob("*.flac")):
        x, _ = soundfile.read(file, dtype="float32")
        spans, here = [], []
        for line in file.with_suffix(".rttm").read_text().splitlines():
            part = line.split()
            if part[7] not in here:
                here.append(part[7])
            s = round(float(part[3]) * 16000)
            spans.append((s, s + round(float(part[4]) * 16000), here.index(part[7])))
        for start in range(0, len(x) - seconds * 16000, 9 * 16000):
            y = activity(spans, len(here), seconds * 16000, start)
            y *= y.sum(-1, keepdims=True) < 2
            keep = [i for i in np.argsort(-y.sum(0))[:3] if y[:, i].sum() >= 60]
            if keep:
                waves.append(x[start:start + seconds * 16000])
                masks.append(np.stack([y[:, i] for i in keep] + [np.zeros(len(y), np.float32)] * (3 - len(keep))))
                names.append([here[i] for i in keep] + [None] * (3 - len(keep)))
    return torch.from_numpy(np.stack(waves)), torch.from_numpy(np.stack(masks)), names


def equal_error(model, dev):
    waves, masks, names = dev
    with torch.no_grad():
        e = torch.cat([model(w, m) for w, m in zip(waves.split(8), masks.split(8))])
    flat = [(v, n) for row, who in zip(e, names) for v, n in zip(row, who) if n is not None]
    vectors = F.normalize(torch.stack([v for v, _ in flat]))
    cosine = (vectors @ vectors.T).numpy()
    ids = np.array([n for _, n in flat])
    upper = np.triu(np.ones_like(cosine, bool), 1)
    same, other = cosine[(ids[:, None] == ids) & upper], cosine[(ids[:, None] != ids) & upper]
    grid = np.linspace(-1, 1, 401)
    miss = np.array([(same < t).mean() for t in grid])
    false = np.array([(other >= t).mean() for t in grid])
    at = int(np.argmin(np.abs(miss - false)))
    return float((miss[at] + false[at]) / 2), float(same.mean()), float(other.mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--until", type=float, required=True)
    parser.add_argument("--schedule", type=float)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--end-rate", type=float, default=1e-4)
    parser.add_argument("--margin", type=float, default=0.2)
    parser.add_argument("--margin-after", type=int, default=250, help="steps without margin, and steps over which it then grows")
    parser.add_argument("--channels", type=int, default=8)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--seed", type=int, default=201)
    parser.add_argument("--resume")
    parser.add_argument("--out", default="embedding.pt")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    work = pathlib.Path(args.work)
    bank = Bank(work / "bank" / "train")
    model = WeSpeaker(args.channels, args.size).to(memory_format=torch.channels_last)      # half the time on a CPU
    head = Head(args.channels * 160, args.size, len(bank.names))
    if args.resume:
        state = torch.load(work / args.resume)
        model.load_state_dict(state["unfolded"])
        known = state.get("names", [n for n in bank.names if not n.startswith("train-c")])
        if len(known) == len(state["head"]["weight"]):      # voices that are new begin anywhere
            weight = head.weight.detach().clone()
            weight[[bank.names.index(n) for n in known]] = state["head"]["weight"]
            head.load_state_dict(state["head"] | {"weight": weight})
    optimiser = torch.optim.AdamW([*model.parameters(), *head.parameters()], lr=args.rate, weight_decay=1e-3)
    dev = development(work / "dev")
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {len(bank.names)} voices, "
          f"{len(dev[0])} development windows", flush=True)
    windows = iter(torch.utils.data.DataLoader(Windows(bank, args.seconds, args.seed), batch_size=args.batch))
    began, best, step, running, checked = time.time(), float("inf"), 0, [], time.time()
    end = args.schedule or args.until
    while time.time() < args.until:
        part = min(1.0, (time.time() - began) / max(1.0, end - began))
        rate = args.end_rate + (args.rate - args.end_rate) * 0.5 * (1 + np.cos(np.pi * part))
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 50)
        x, alone, who = next(windows)
        masks = alone.transpose(1, 2)
        trunk = model.resnet.trunk(fbank(x))
        index = (torch.arange(trunk.shape[-1]) * masks.shape[-1]) // trunk.shape[-1]
        kept = (masks[..., index].sum(-1) >= 5) & (masks.sum(-1) >= 25) & (who >= 0)
        part_margin = min(1.0, max(0.0, (step - args.margin_after) / max(1, args.margin_after)))
        value, right = head(model.resnet.statistics(trunk, masks, floor=1e-5)[kept], model.resnet.seg_1, who[kept],
                            args.margin * part_margin)
        optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        running.append((value.item(), right.item()))
        step += 1
        if step % 10 == 0:
            print(f"{time.time() - began:7.0f}s step {step} loss {np.mean([r[0] for r in running[-20:]]):.3f} "
                  f"right {np.mean([r[1] for r in running[-20:]]):.3f} lr {rate:.5f}", flush=True)
        if time.time() - checked > 240 or time.time() >= args.until:
            folded = copy.deepcopy(model).eval()
            with torch.no_grad():
                weight, bias = head.eval().fold(model.resnet.seg_1)
                folded.resnet.seg_1.weight.copy_(weight)
                folded.resnet.seg_1.bias.copy_(bias)
            head.train()
            error, same, other = equal_error(folded, dev)
            print(f"--- step {step} dev EER {error:.4f} cosine same {same:.3f} other {other:.3f}", flush=True)
            state = {"state_dict": folded.state_dict(), "unfolded": model.state_dict(), "head": head.state_dict(), "names": bank.names, "channels": args.channels,
                     "size": args.size, "facts": {"steps": step, "dev_eer": error, "args": vars(args)}}
            torch.save(state, work / ("last-" + args.out))
            if error < best:
                best = error
                torch.save(state, work / args.out)
                (work / (args.out + ".json")).write_text(json.dumps(state["facts"], indent=1))
            checked = time.time()




if __name__ == "__main__":
    main()
