"""What the training of both speech models shares: rates, steps, checkpoints that a run takes up again."""
import argparse
import json
import os
import pathlib
import struct
import time

import numpy as np
import torch
from torch import nn

from muon import Muon

# The rate of the matrices within the layers, by that of everything else.
MUON = 8
PUBLISHED = ("encoder.", "decoder.")


def parser(description):
    args = argparse.ArgumentParser(description=description)
    args.add_argument("--work", required=True, help="scratch folder with the bank")
    args.add_argument("--out", required=True, help="checkpoint; taken up again where it exists")
    args.add_argument("--start", help="checkpoint of another run to begin with, or the folder of a published model")
    args.add_argument("--heads", type=int, default=0, help="first steps in which only the heads learn that no model is published with")
    args.add_argument("--steps", type=int, required=True, help="in all")
    args.add_argument("--fall", type=float, default=0.3, help="share of the steps over which the rate falls to nothing")
    args.add_argument("--rate", type=float, default=2e-3)
    args.add_argument("--seconds", type=float, default=60, help="of sound in a batch")
    args.add_argument("--plan", default="single,single,some", help="kinds of batches: single, some (sentences), full (windows)")
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--note", type=int, default=250, help="steps between checkpoints")
    return args


def optimisers(model, rate):
    """Muon for the matrices within the layers, AdamW for all else."""
    within = {n for n, p in model.named_parameters() if p.ndim == 2 and ".layers." in n}
    named = dict(model.named_parameters())
    return [Muon([named[n] for n in named if n in within], lr=MUON * rate),
            torch.optim.AdamW([named[n] for n in named if n not in within], lr=rate, betas=(0.9, 0.98), weight_decay=0.0)]


def recording(rng, seconds_in_all, plan, bank, longest):
    """The windows of a batch, all of one length: [(samples, sentences)]."""
    kind = plan[int(rng.integers(len(plan)))]
    if kind == "full":
        size = max(3, round(seconds_in_all / longest))
        return [bank.window(rng, float(rng.uniform(rng.choice([1.5, longest / 2]), longest)), longest=longest) for _ in range(size)]
    seconds = float(np.exp(rng.uniform(np.log(1.0), np.log(4.5)))) if kind == "single" else float(rng.uniform(3, 7))
    return [bank.window(rng, seconds, kind == "single") for _ in range(max(4, round(seconds_in_all / seconds)))]


def run(args, model, batch, losses, weights, evaluate):
    """Steps until there are `--steps`; `losses` gives named values, `weights` says how much each counts."""
    out, optimiser = pathlib.Path(args.out), optimisers(model, args.rate)
    step, spent = take_up(args, out, model, optimiser)
    rng = np.random.default_rng([args.seed, step])
    print(sum(p.numel() for p in model.parameters()), "values, step", step, flush=True)
    begin, seen = time.process_time() - 60 * spent, []
    while step < args.steps:
        for name, p in model.named_parameters():
            p.requires_grad_(step >= args.heads or not name.startswith(PUBLISHED))
        begun = step - args.heads if step >= args.heads else step
        rate = args.rate * min(1, (begun + 1) / 60, (args.steps - step) / max(1, args.fall * args.steps))
        for o, factor in zip(optimiser, (MUON, 1)):
            o.param_groups[0]["lr"] = factor * rate
        values = losses(model, batch(rng))
        for o in optimiser:
            o.zero_grad()
        sum(weights[name] * value for name, value in values.items()).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        for o in optimiser:
            o.step()
        step += 1
        spent = (time.process_time() - begin) / 60
        seen.append({name: value.item() for name, value in values.items()})
        if step % 25 == 0:
            print(step, f"{spent:.1f} min", *(f"{k} {np.mean([s[k] for s in seen[-25:]]):.3f}" for k in seen[-1]), flush=True)
        if step % args.note == 0 or step == args.steps:
            torch.save({"model": model.state_dict(), "optimiser": [o.state_dict() for o in optimiser], "step": step,
                        "spent": spent}, f"{out}.new")
            os.replace(f"{out}.new", out)
            model.eval()
            print(f"== {step}", evaluate(model), flush=True)
            model.train()


def published(folder):
    """The tensors of a published model, half precision, by the names of the network here."""
    data = (folder / "model.safetensors").read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    out = {}
    for name, about in json.loads(data[8:start]).items():
        if name != "__metadata__":
            begin, end = about["data_offsets"]
            values = np.frombuffer(data[start + begin:start + end], dtype="<f2").astype(np.float32)
            out[name.removeprefix("model.")] = torch.from_numpy(values.reshape(about["shape"]))
    return out


def take_up(args, out, model, optimiser):
    """The steps taken and the processor minutes spent so far."""
    if out.exists():
        known = torch.load(out, weights_only=False)
        model.load_state_dict(known["model"])
        for o, state in zip(optimiser, known["optimiser"]):
            o.load_state_dict(state)
        return known["step"], known["spent"]
    if args.start and pathlib.Path(args.start).is_dir():
        model.load_state_dict(published(pathlib.Path(args.start)), strict=False)
    elif args.start:
        known = torch.load(args.start, weights_only=False)
        model.load_state_dict(known["model"])
        return 0, known["spent"]
    return 0, 0.0
