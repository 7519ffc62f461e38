"""Trains the PyanNet on windows mixed on the fly; keeps the weights with the best development loss."""
import argparse
import itertools
import json
import pathlib
import time

import numpy as np
import soundfile
import torch
import torch.distributed as dist

from conversations import Bank, activity, training_window
from models import POWERSET, PyanNet

PERMUTATIONS = list(itertools.permutations(range(3)))
CLASS_OF = torch.zeros(8, dtype=torch.long)
for _i, _members in enumerate(POWERSET):
    CLASS_OF[sum(1 << m for m in _members)] = _i
CLASS_OF[7] = 4     # three at once cannot be said: the first two


def targets(labels):
    """Activity (batch, frames, 3) → powerset classes for every order of the speakers (6, batch, frames)."""
    bits = torch.tensor([1, 2, 4])
    return torch.stack([CLASS_OF[(labels[..., list(p)].long() * bits).sum(-1)] for p in PERMUTATIONS])


def loss(log_probabilities, labels):
    """Negative log likelihood under the best order of the speakers, window by window."""
    classes = targets(labels)
    picked = torch.stack([log_probabilities.gather(-1, c.unsqueeze(-1)).squeeze(-1).mean(-1) for c in classes])
    return -picked.max(0).values.mean()


def affinity_loss(vectors, labels):
    """Deep clustering (Hershey et al. 2016, as a second task as in Fujita et al. 2019): frames of one speaker point the
    same way, frames of different speakers do not. vectors (batch, frames, size) of length one; frames with exactly one
    speaker count."""
    alone = labels * (labels.sum(-1, keepdim=True) == 1)
    count = alone.sum((1, 2)).clamp(min=1)
    v = vectors * alone.sum(-1, keepdim=True)
    vv = (v.transpose(1, 2) @ v).square().sum((1, 2))
    vy = (v.transpose(1, 2) @ alone).square().sum((1, 2))
    yy = (alone.transpose(1, 2) @ alone).square().sum((1, 2))
    return ((vv - 2 * vy + yy) / count.square()).mean()


def development(folder, seconds=10):
    """Every fifth-second window of the development conversations with at most three speakers in it."""
    waves, labels = [], []
    for file in sorted(pathlib.Path(folder).glob("*.flac")):
        x, _ = soundfile.read(file, dtype="float32")
        spans, names = [], []
        for line in file.with_suffix(".rttm").read_text().splitlines():
            part = line.split()
            if part[7] not in names:
                names.append(part[7])
            s = round(float(part[3]) * 16000)
            spans.append((s, s + round(float(part[4]) * 16000), names.index(part[7])))
        for start in range(0, len(x) - seconds * 16000, 7 * 16000):
            y = activity(spans, len(names), seconds * 16000, start)
            order = np.argsort(-y.sum(0), kind="stable")
            if len(order) > 3 and y[:, order[3]].any():
                continue
            y = np.pad(y[:, order[:3]], ((0, 0), (0, max(0, 3 - len(order)))))
            waves.append(x[start:start + seconds * 16000])
            labels.append(y)
    return torch.from_numpy(np.stack(waves)).unsqueeze(1), torch.from_numpy(np.stack(labels))


def frame_error(log_probabilities, labels):
    """(missed + false alarm + confused) / speech over frames, best order per window: a window-local DER."""
    member = torch.zeros(len(POWERSET), 3)
    for i, m in enumerate(POWERSET):
        member[i, list(m)] = 1
    said = member[log_probabilities.argmax(-1)]
    n_ref, n_hyp = labels.sum(-1), said.sum(-1)
    errors = []
    for p in PERMUTATIONS:
        right = (said * labels[..., list(p)]).sum(-1)
        errors.append((torch.maximum(n_ref, n_hyp) - right).sum(-1))
    return float(torch.stack(errors).min(0).values.sum() / labels.sum())


class Windows(torch.utils.data.IterableDataset):
    """Endless windows; every one has its own seed, so a run can go on where it stopped."""

    def __init__(self, bank, seconds, seed, counts, longest):
        self.bank, self.seconds, self.seed, self.counts, self.longest = bank, seconds, seed, counts, longest

    def __iter__(self):
        for i in itertools.count():
            x, y, who = training_window(np.random.default_rng([self.seed, i]), self.bank, self.seconds,
                                        counts=self.counts, longest=self.longest)
            yield x, y, np.array(who)


class Heard:
    """Batches of what a SincNet that no longer learns says of the windows. Every window comes `times` times, far apart: a
    window takes longer to mix and to filter than the recurrent layers take to learn from it."""

    def __init__(self, sincnet, windows, batch, times, seed, size=4096):
        self.sincnet, self.windows, self.batch, self.times = sincnet, windows, batch, times
        self.rng, self.size, self.kept = np.random.default_rng(seed), size, []

    def next(self):
        if len(self.kept) < self.size:      # at first all is new, then so much that each is drawn `times` times
            new = self.batch if len(self.kept) < self.batch * 8 else -(-self.batch // self.times)
        else:
            new = -(-self.batch // self.times)
            for _ in range(new):
                self.kept.pop(0)
        for _ in range(new):
            x, y, _ = next(self.windows)
            with torch.no_grad():
                self.kept.append((self.sincnet(torch.from_numpy(x)[None, None])[0].T.half(), torch.from_numpy(y)))
        old = self.rng.choice(len(self.kept) - new, self.batch - new, replace=False) if new < self.batch else []
        drawn = [*self.kept[-new:], *(self.kept[i] for i in old)]
        return torch.stack([x for x, _ in drawn]).float(), torch.stack([y for _, y in drawn])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--until", type=float, required=True, help="seconds since the epoch at which to stop")
    parser.add_argument("--schedule", type=float, help="learning rate reaches its end here (default: --until)")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--end-rate", type=float, default=1e-4)
    parser.add_argument("--warm-up", type=int, default=50, help="steps over which the rate rises at the start")
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--counts", type=float, nargs=3, default=(0.12, 0.33, 0.55),
                        help="chances of 1, 2 and 3 speakers in what a window is cut from")
    parser.add_argument("--longest", type=float, help="only sentences up to this many seconds: many changes of speaker")
    parser.add_argument("--affinity-weight", type=float, default=0.0, help="weight of deep clustering as a second task")
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--resume", nargs="+", help="weights to go on from; several of one run are averaged")
    parser.add_argument("--times", type=int, default=3, help="how often a window is used")
    parser.add_argument("--rank", type=int, default=0, help="which of --world processes this is (gradients are averaged)")
    parser.add_argument("--world", type=int, default=1)
    parser.add_argument("--out", default="segmentation.pt")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    work = pathlib.Path(args.work)
    model = PyanNet(args.hidden, args.layers)
    best = float("inf")
    if args.resume:
        several = [torch.load(work / name) for name in args.resume]
        resumed = several[-1]
        missing, _ = model.load_state_dict({name: sum(one["state_dict"][name] for one in several) / len(several)
                                            for name in resumed["state_dict"]}, strict=False)
        print("new:", *missing, flush=True)
    frozen = model.sincnet if args.times > 1 else torch.nn.ModuleList([model.sincnet.wav_norm1d, model.sincnet.conv1d[0]])
    frozen.requires_grad_(False)
    trained = [p for p in model.parameters() if p.requires_grad]
    if args.world > 1:
        dist.init_process_group("gloo", f"file://{work / args.out}.meet", rank=args.rank, world_size=args.world)
    bank = Bank(work / "bank" / "train")
    directions = torch.nn.Linear(2 * args.hidden, 24)
    if args.resume and "directions" in resumed:
        directions.load_state_dict(resumed["directions"])
    if args.affinity_weight > 0:
        trained += list(directions.parameters())
    optimiser = torch.optim.Adam(trained, lr=args.rate)
    dev_x, dev_y = development(work / "dev")
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {len(dev_x)} development windows", flush=True)
    windows = Windows(bank, args.seconds, args.seed + 1000 * args.rank, args.counts,
                      args.longest and int(args.longest * 16000))
    if args.times > 1:
        heard = Heard(model.sincnet, iter(windows), args.batch, args.times, args.seed + 1000 * args.rank)
    else:
        windows = iter(torch.utils.data.DataLoader(windows, batch_size=args.batch))
    began = time.time()
    end = args.schedule or args.until
    running, step, checked = [], 0, time.time()
    part = 0.0
    while part < 1.0:
        part = min(1.0, (time.time() - began) / max(1.0, args.until - began))
        if args.times > 1:
            x, y = heard.next()
        else:
            x, y, _ = next(windows)
            x = model.sincnet(x.unsqueeze(1)).transpose(1, 2)
        optimiser.zero_grad()
        middle, last = model.recurrent(x)
        said = model.classify(last)
        value = loss(said, y)
        total = value
        apart = torch.tensor(0.0)
        if args.affinity_weight > 0:
            apart = affinity_loss(torch.nn.functional.normalize(directions(middle), dim=-1), y)
            total = total + args.affinity_weight * apart
        total.backward()
        if args.world > 1:      # the first process's clock rules: learning rate and end are its
            mine = torch.tensor([part * args.world if args.rank == 0 else 0.0])
            flat = torch.cat([mine, *(p.grad.reshape(-1) for p in trained)])
            dist.all_reduce(flat)
            flat /= args.world
            part, at = float(flat[0]), 1
            for p in trained:
                p.grad.copy_(flat[at:at + p.numel()].view_as(p))
                at += p.numel()
        position = part * (args.until - began) / max(1.0, end - began)
        rate = args.end_rate + (args.rate - args.end_rate) * 0.5 * (1 + np.cos(np.pi * min(1.0, position)))
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / args.warm_up)
        torch.nn.utils.clip_grad_norm_(trained, 0.5)
        optimiser.step()
        running.append(value.item())
        step += 1
        if step % 25 == 0 and args.rank == 0:
            print(f"{time.time() - began:7.0f}s step {step} loss {np.mean(running[-25:]):.3f} apart {apart.item():.3f} all {total.item():.2f} lr {rate:.5f}", flush=True)
        if args.rank == 0 and (time.time() - checked > 150 or part >= 1.0):
            model.eval()
            with torch.no_grad():
                said = torch.cat([model(b) for b in dev_x.split(16)])
            model.train()
            dev_loss, error = float(loss(said, dev_y)), frame_error(said, dev_y)
            used = [int((said.argmax(-1) == k).sum()) for k in range(len(POWERSET))]
            print(f"--- step {step} dev loss {dev_loss:.3f} window error {error:.3f} classes {used}", flush=True)
            state = {"state_dict": model.state_dict(), "directions": directions.state_dict(), "hidden": args.hidden, "layers": args.layers,
                     "facts": {"steps": step, "dev_loss": dev_loss, "dev_window_error": error, "args": vars(args)}}
            torch.save(state, work / ("last-" + args.out))
            if error < best:
                best = error
                torch.save(state, work / args.out)
                (work / (args.out + ".json")).write_text(json.dumps(state["facts"], indent=1))
            checked = time.time()


if __name__ == "__main__":
    main()
