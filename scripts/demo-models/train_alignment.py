"""Trains the alignment model: letters within the frames of their words (CTC), so that their times are right as well."""
import numpy as np
import torch
from torch.nn import functional as F

import sounds
import training
from spoken import Spoken, understood
from train_transcription import frames_labelled, labelled
from wav2vec2 import LABELS, Ctc, normalised

LONGEST = 8
WEIGHTS = {"letters": 1.0, "whole": 1.0, "silence": 0.3, "sound": 0.5}


def letters(words):
    return [LABELS.index(c) for c in "|".join(w.strip(".,").upper() for w in words)]


def frame(seconds):
    """The frame whose 25 ms have this moment in their middle."""
    return max(0, round(seconds * 50 - 0.6))


class Batch:
    def __init__(self, bank, rng, seconds_in_all, plan):
        made = [m for m in training.recording(rng, seconds_in_all, plan, bank, LONGEST) if m[1]]
        self.x = torch.from_numpy(np.stack([x for x, _ in made]))
        # The models' preprocessors scale to unit variance, WhisperX does not: half of each.
        self.x = normalised(self.x) if rng.random() < 0.5 else self.x
        self.said = [said for _, said in made]
        self.sound, _ = frames_labelled(self.said, self.x.shape[1] // 320)


def pieces(said, frames):
    """(first frame, end, labels) of every word whose time is known, with the bar that follows it; of every other sentence."""
    known, whole = [], []
    for s in said:
        if s.starts is None:
            whole.append((frame(s.start - 0.1), min(frames, frame(s.end + 0.1)), letters(s.text.split())))
            continue
        words = s.words()
        for k, (start, end, word) in enumerate(words):
            bar = [] if k == len(words) - 1 else [LABELS.index("|")]
            known.append((frame(start), min(frames, frame(end) + len(bar)), letters([word]) + bar))
    return known, whole


def ctc(log, cut):
    """Connectionist temporal classification over cut-out stretches, by label; cut: (window, first frame, end, labels)."""
    if not cut:
        return log.sum() * 0
    log_cut = torch.nn.utils.rnn.pad_sequence([log[i, a:b] for i, a, b, _ in cut])
    total = F.ctc_loss(log_cut, torch.tensor([c for *_, labels in cut for c in labels]),
                       torch.tensor([b - a for _, a, b, _ in cut]), torch.tensor([len(labels) for *_, labels in cut]), blank=0,
                       reduction="sum", zero_infinity=True)
    return total / sum(len(labels) for *_, labels in cut)


def losses(model, batch):
    log, sound = model(batch.x)
    known, whole = [], []
    quiet = torch.ones(log.shape[:2], dtype=torch.bool)
    for i, said in enumerate(batch.said):
        of_words, of_sentences = pieces(said, log.shape[1])
        known += [(i, *piece) for piece in of_words]
        whole += [(i, *piece) for piece in of_sentences]
        for s in said:
            quiet[i, frame(s.start - 0.1):frame(s.end + 0.1)] = False
    return {"letters": ctc(log, known), "whole": ctc(log, whole), "silence": -log[..., 0][quiet].sum() / max(1, int(quiet.sum())),
            "sound": labelled(sound, batch.sound)}


def aligned(log, labels):
    """The frame at which every label begins on the best path (log: frames × labels, numpy)."""
    states = [0] + [x for label in labels for x in (label, 0)]
    best = np.full(len(states), -np.inf)
    best[:2] = log[0, states[:2]]
    back = np.zeros((len(log), len(states)), dtype=np.int64)
    skip = np.array([s >= 2 and states[s] != 0 and states[s] != states[s - 2] for s in range(len(states))])
    for t in range(1, len(log)):
        ways = np.stack([best, np.r_[-np.inf, best[:-1]], np.where(skip, np.r_[-np.inf, -np.inf, best[:-2]], -np.inf)])
        back[t] = ways.argmax(0)
        best = ways.max(0) + log[t, states]
    at, starts = (len(states) - 1 if best[-1] >= best[-2] else len(states) - 2), {}
    for t in range(len(log) - 1, -1, -1):
        starts[at] = t
        at -= back[t, at]
    return [starts.get(2 * k + 1, 0) for k in range(len(labels))]


def evaluate(bank):
    """Letters wrong by the best path, and how far the words' starts lie from the truth, on the development voices."""
    def measure(model):
        rng, wrong, total, off = np.random.default_rng(6), 0, 0, []
        for _ in range(48):
            x, said = bank.window(rng, 6, quiet=0, snr=(5, 20), varied=False)
            if not said:
                continue
            with torch.no_grad():
                log = model(normalised(torch.from_numpy(x)[None]))[0][0].numpy()
            words = [w for s in said for w in s.words()]
            true = letters([w for *_, w in words])
            best = log.argmax(1)
            found = [int(b) for b, a in zip(best, [0, *best[:-1]]) if b != 0 and b != a]
            wrong, total = wrong + distance(found, true), total + len(true)
            starts = aligned(log, true)
            first = [0] + [k + 1 for k, c in enumerate(true) if c == LABELS.index("|")]
            off += [abs(starts[k] / 50 + 0.0125 - start) for k, (start, *_) in zip(first, words)]
        return (f"letters wrong {100 * wrong / total:.1f} %, word starts off by {1000 * np.median(off):.0f} ms (median), "
                f"{100 * np.mean(np.array(off) < 0.1):.0f} % within 100 ms")
    return measure


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        last, row[0] = row[0], i + 1
        for j, y in enumerate(b):
            last, row[j + 1] = row[j + 1], min(row[j + 1] + 1, row[j] + 1, last + (x != y))
    return row[-1]


def main():
    args = training.parser(__doc__).parse_args()
    bank, dev = Spoken(args.work, "train", understood()), Spoken(args.work, "dev")
    torch.manual_seed(args.seed)
    model = Ctc(len(sounds.SOUNDS) + 1)
    plan = args.plan.split(",")
    training.run(args, model, lambda rng: Batch(bank, rng, args.seconds, plan), losses, WEIGHTS, evaluate(dev))


if __name__ == "__main__":
    main()
