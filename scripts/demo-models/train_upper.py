"""Trains the upper half of the PyanNet alone, on what its middle says of windows that were heard once.

The lower half, trained with deep clustering, tells the voices of a window apart well before the upper half can give each
of them a slot of its own. Slots are learned from many windows; without the lower half, at a third of the frame rate and
from memory, ten times as many are seen in the same time. The weights then go on at the full rate in
train_segmentation.py."""
import argparse
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F

from conversations import Bank, training_window
from models import POWERSET, PyanNet
from train_segmentation import frame_error, loss

THIN, FRAMES = 3, 588
KEPT_BACK = 200


@torch.no_grad()
def hear(model, bank, count, seed):
    """(count, 196, size) middle features, mean of three frames each, and (count, 196, 3) activity."""
    features, labels = [], []
    for first in range(0, count, 20):
        windows = []
        for i in range(first, min(first + 20, count)):
            rng = np.random.default_rng([seed, i])
            windows.append(training_window(rng, bank, 10, counts=(0.07, 0.33, 0.6),
                                           longest=48000 if rng.random() < 0.4 else None))
        middle, _ = model.recurrent(model.sincnet(torch.from_numpy(np.stack([w[0] for w in windows])).unsqueeze(1)).transpose(1, 2))
        features.append(middle[:, :FRAMES].unflatten(1, (-1, THIN)).mean(2).half())
        active = torch.from_numpy(np.stack([w[1] for w in windows]))[:, :FRAMES]
        labels.append(active.unflatten(1, (-1, THIN)).sum(2) >= 2)
    return torch.cat(features), torch.cat(labels)


class Upper(torch.nn.Module):
    """The layers above the middle, with names of their own."""

    def __init__(self, hidden, layers):
        super().__init__()
        self.lstm = torch.nn.LSTM(2 * hidden, hidden, layers, bidirectional=True, batch_first=True)
        self.linear = torch.nn.ModuleList([torch.nn.Linear(2 * hidden, 64), torch.nn.Linear(64, 64)])
        self.classifier = torch.nn.Linear(64, len(POWERSET))

    def forward(self, x):
        x = self.lstm(x)[0]
        for layer in self.linear:
            x = F.leaky_relu(layer(x))
        return F.log_softmax(self.classifier(x), dim=-1)

    def named_as_in(self, model):
        """The weights under the names they have in the whole network."""
        below = model.lstm.num_layers - self.lstm.num_layers
        out = {}
        for name, value in self.state_dict().items():
            if name.startswith("lstm."):
                kind, layer = name.rsplit("_l", 1)
                name = f"{kind}_l{int(layer[0]) + below}{layer[1:]}"
            out[name] = value
        return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--until", type=float, required=True, help="seconds since the epoch at which to stop")
    parser.add_argument("--resume", required=True, help="weights with a trained lower half")
    parser.add_argument("--windows", type=int, default=5200)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=700)
    parser.add_argument("--out", default="upper.pt")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    work = pathlib.Path(args.work)
    saved = torch.load(work / args.resume)
    model = PyanNet(saved["hidden"], saved["layers"])
    model.load_state_dict(saved["state_dict"])
    features, labels = hear(model.eval(), Bank(work / "bank" / "train"), args.windows, args.seed)
    upper = Upper(saved["hidden"], saved["layers"] - saved["layers"] // 2)
    optimiser = torch.optim.Adam(upper.parameters(), lr=args.rate)
    rng, began, step = np.random.default_rng(args.seed), time.time(), 0
    while time.time() < args.until:
        part = (time.time() - began) / max(1.0, args.until - began)
        for group in optimiser.param_groups:
            group["lr"] = args.rate * (0.1 + 0.45 * (1 + np.cos(np.pi * part))) * min(1.0, (step + 1) / 50)
        chosen = rng.integers(0, len(features) - KEPT_BACK, args.batch)
        value = loss(upper(features[chosen].float()), labels[chosen].float())
        optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
        optimiser.step()
        step += 1
        if step % 100 == 0:
            with torch.no_grad():
                said, truth = upper(features[-KEPT_BACK:].float()), labels[-KEPT_BACK:].float()
            print(f"{time.time() - began:7.0f}s step {step} loss {value.item():.3f} kept back: loss "
                  f"{float(loss(said, truth)):.3f} window error {frame_error(said, truth):.3f}", flush=True)
    state = dict(saved["state_dict"]) | upper.named_as_in(model)
    torch.save({**saved, "state_dict": state}, work / args.out)


if __name__ == "__main__":
    main()
