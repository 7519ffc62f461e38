"""Trains the transcription model: first its encoder alone, to hear sounds and words (CTC); then everything, to write them."""
import numpy as np
import torch
from torch.nn import functional as F

import sounds
import training
from spoken import Spoken, understood
from vocabulary import SECONDS, tokenizer
from whisper import TEXT, Whisper, log_mel

# The heads of every decoder layer that are taught to look at the word they write.
GUIDED = 3
# Share of the words given to the decoder that are others than were said: it has to go on after a mistake of its own, and to
# listen rather than to guess.
MISTAKEN = 0.06
WEIGHTS = {"said": 1.0, "sound": 0.5, "word": 0.5, "words": 0.2, "away": 0.3}


def masked(mel, rng):
    """SpecAugment (Park et al. 2019), lightly."""
    for i in range(mel.shape[0]):
        for _ in range(2):
            f, w = int(rng.integers(0, 72)), int(rng.integers(0, 9))
            mel[i, f:f + w] = mel[i].mean()
            t, w = int(rng.integers(0, mel.shape[2] - 14)), int(rng.integers(0, 12))
            mel[i, :, t:t + w] = mel[i].mean()
    return mel


NOWHERE = (np.nan, np.nan)


def following(tokens, said, timed):
    """The tokens after the prompt, with the place of each: (token, start s, end s)."""
    out = []
    for s in said:
        if timed:
            out.append((tokens.zero + round(s.start * 50), s.start, s.start))
        out += [(token, start, end) for start, end, word in s.words() for token in tokens.encode(" " + word)]
        if timed:
            out.append((tokens.zero + min(round(s.end * 50), 50 * SECONDS), s.end, s.end))
    return out


def written(tokens, said, timed):
    """What the decoder is given, what it has to say, and where in the window (s) that is; -100 and NaN: no matter."""
    prompt = [tokens.start, tokens.language, tokens.transcribe] + ([] if timed and said else [tokens.untimed])
    after = following(tokens, said, timed)
    ids = prompt + [token for token, *_ in after]
    wanted = [tokens.language if said else tokens.silent] + [-100] * (len(prompt) - 2) + ids[len(prompt):] + [tokens.end]
    spans = [NOWHERE] * (len(prompt) - 1) + [tuple(span) for _, *span in after] + [NOWHERE]
    return ids[:TEXT], wanted[:TEXT], spans[:TEXT]


def padded(lists, value, dtype):
    longest = max(len(line) for line in lists)
    out = np.full((len(lists), longest, *np.shape(lists[0])[1:]), value, dtype=dtype)
    for i, line in enumerate(lists):
        out[i, :len(line)] = line
    return torch.from_numpy(out)


class Batch:
    def __init__(self, bank, tokens, rng, seconds_in_all, plan):
        made = training.recording(rng, seconds_in_all, plan, bank, SECONDS)
        self.mel = masked(log_mel(torch.from_numpy(np.stack([x for x, _ in made]))), rng)
        self.said = [said for _, said in made]
        lines = [written(tokens, said, rng.random() < 0.4) for said in self.said]
        self.ids = mistaken(padded([ids for ids, _, _ in lines], tokens.end, np.int64), tokens, rng)
        self.wanted = padded([wanted for _, wanted, _ in lines], -100, np.int64)
        self.spans = padded([spans for _, _, spans in lines], np.nan, np.float32)
        self.words = [torch.tensor([sounds.WORDS[w] for s in said for w in words_of(s.text)], dtype=torch.long)
                      for said in self.said]
        self.sound, self.word = frames_labelled(self.said, self.mel.shape[2] // 2)


def mistaken(ids, tokens, rng):
    """Some words in the place of others of the batch."""
    words = ids < tokens.end
    if words.any():
        known = ids[words]
        other = known[torch.from_numpy(rng.integers(0, len(known), len(known)))]
        ids[words] = torch.where(torch.from_numpy(rng.random(len(known)) < MISTAKEN), other, known)
    return ids


def frames_labelled(batch_said, frames):
    """The sound and the word of every frame; -100 where the times are not known. What is no word is the last class."""
    sound = np.full((len(batch_said), frames), sounds.SILENT)
    word = np.full((len(batch_said), frames), len(sounds.WORDS))
    for i, said in enumerate(batch_said):
        for s in said:
            start, end = round(s.start * 50), round(s.end * 50)
            if s.sounds is None or s.starts is None:
                sound[i, start:end] = word[i, start:end] = -100
                continue
            for (at, name), (until, _) in zip(s.sounds, [*s.sounds[1:], (s.end, "")]):
                sound[i, round(at * 50):min(round(until * 50), end)] = sounds.label(name)
            for at, until, text in s.words():
                word[i, round(at * 50):round(until * 50)] = sounds.WORDS[text.strip(".,").lower()]
            word[i, start:end][sound[i, start:end] == sounds.SILENT] = len(sounds.WORDS)
    return torch.from_numpy(sound), torch.from_numpy(word)


def ctc(head, frames, labels):
    """Connectionist temporal classification (Graves et al. 2006), by label; the blank is the head's last class."""
    log = F.log_softmax(head(frames), dim=-1).transpose(0, 1)
    lengths = torch.full((len(labels),), log.shape[0], dtype=torch.long)
    sum_ = F.ctc_loss(log, torch.cat(labels), lengths, torch.tensor([len(l) for l in labels]), blank=log.shape[2] - 1,
                      reduction="sum", zero_infinity=True)
    return sum_ / max(1, sum(len(l) for l in labels))


def away(looked, spans, slack=0.25):
    """How far the guided heads' weights lie outside the words they belong to: a word's place is guessed from the letters
    before it in its sentence, and `slack` seconds either side are free."""
    at = torch.arange(looked[0].shape[-1]) / 50
    inside = (at >= spans[..., :1] - slack) & (at <= spans[..., 1:] + slack)
    known = ~spans[..., 0].isnan()
    lost = [-torch.log((weights[:, :GUIDED] * inside[:, None]).sum(-1) + 1e-4).mean(1)[known].mean() for weights in looked]
    return sum(lost) / len(lost)


def labelled(logits, labels):
    n = min(logits.shape[1], labels.shape[1])
    return F.cross_entropy(logits[:, :n].flatten(0, 1), labels[:, :n].flatten(), ignore_index=-100)


def losses(model, batch, alone):
    """The networks in bfloat16, what is lost in single precision."""
    half = torch.autocast("cpu", dtype=torch.bfloat16)
    with half:
        frames = model.encoder(batch.mel)
    second, last = frames[1].float(), frames[-1].float()
    out = {"sound": labelled(model.sounds(second), batch.sound), "word": labelled(model.names(last), batch.word),
           "words": ctc(model.words, last, batch.words)}
    if not alone:
        with half:
            logits, looked = model.decoder(batch.ids, frames[-1])
        out["said"] = F.cross_entropy(logits.float().flatten(0, 1), batch.wanted.flatten(), ignore_index=-100, label_smoothing=0.05)
        out["away"] = away([weights.float() for weights in looked], batch.spans)
    return out


@torch.no_grad()
def transcribe(model, tokens, mel):
    """Greedy, without timestamps: token ids by window."""
    audio = model.encoder(mel)[-1]
    ids = torch.tensor([[tokens.start, tokens.language, tokens.transcribe, tokens.untimed]] * len(mel))
    done = torch.zeros(len(mel), dtype=torch.bool)
    while ids.shape[1] < 60 and not done.all():
        logits = model.decoder(ids, audio)[0][:, -1]
        logits[:, tokens.start:] = -1e9
        next_ = logits.argmax(-1)
        next_[done] = tokens.end
        done |= next_ == tokens.end
        ids = torch.cat([ids, next_[:, None]], dim=1)
    return [tokens.decode([int(i) for i in line[4:] if i != tokens.end]) for line in ids]


@torch.no_grad()
def heard(model, mel):
    """By the encoder's own word head, greedily."""
    names, out = list(sounds.WORDS), []
    for line in model.words(model.encoder(mel)[-1]).argmax(-1).tolist():
        out.append(" ".join(names[i] for k, i in enumerate(line) if i < len(names) and (k == 0 or line[k - 1] != i)))
    return out


def words_of(text):
    return [w.strip(".,").lower() for w in text.split()]


def errors(said, true):
    """Word edit distance and number of true words."""
    a, b = words_of(said), words_of(true)
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        last, row[0] = row[0], i + 1
        for j, y in enumerate(b):
            last, row[j + 1] = row[j + 1], min(row[j + 1] + 1, row[j] + 1, last + (x != y))
    return row[-1], len(b)


def evaluate(model, tokens, bank, alone, windows=64):
    """Word error rates on fixed windows of the development voices, noise 5 to 20 dB below: heard, and written."""
    rng = np.random.default_rng(5)
    wrong, total, shown = {"heard": 0, "written": 0}, 0, []
    for _ in range(windows // 16):
        made = []
        while len(made) < 16:
            x, said = bank.window(rng, float(rng.uniform(1.5, 9)), longest=SECONDS if not alone else 9, quiet=0, snr=(5, 20),
                                  varied=False)
            if said:
                made.append((x, " ".join(s.text for s in said)))
        mel = log_mel(torch.from_numpy(np.stack([x for x, _ in made])))
        results = {"heard": heard(model, mel), "written": [""] * 16 if alone else transcribe(model, tokens, mel)}
        for i, (_, true) in enumerate(made):
            total += len(true.split())
            for kind, texts in results.items():
                wrong[kind] += errors(texts[i], true)[0]
        shown += list(zip(results["heard"], results["written"], (true for _, true in made)))
    return "dev WER " + ", ".join(f"{kind} {100 * n / total:.1f} %" for kind, n in wrong.items()) + "".join(
        f"\n   {a}\n   {b}\n   {c}" for a, b, c in shown[:3])


def main():
    parser = training.parser(__doc__)
    parser.add_argument("--alone", action="store_true", help="the encoder alone")
    args = parser.parse_args()
    bank, dev, tokens = Spoken(args.work, "train", understood()), Spoken(args.work, "dev"), tokenizer()
    torch.manual_seed(args.seed)
    model = Whisper(len(tokens), len(sounds.SOUNDS) + 1, len(sounds.WORDS))
    plan = args.plan.split(",")
    training.run(args, model, lambda rng: Batch(bank, tokens, rng, args.seconds, plan),
                 lambda model, batch: losses(model, batch, args.alone), WEIGHTS,
                 lambda model: evaluate(model, tokens, dev, args.alone))


if __name__ == "__main__":
    main()
