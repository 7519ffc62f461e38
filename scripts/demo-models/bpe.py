"""A byte-level BPE vocabulary (Sennrich et al. 2016, with GPT-2's bytes and pattern) of our own, learned from texts."""
import collections
import re

# GPT-2's pattern for ASCII texts: contractions, words, numbers and the rest, each with the space before it.
PATTERN = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]+|\s+(?!\S)|\s+")


def byte_letters():
    """GPT-2's printable stand-in of every byte."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in kept]
    return {b: chr(b) for b in kept} | {b: chr(256 + i) for i, b in enumerate(others)}


LETTERS = byte_letters()


def spell(piece):
    return tuple(LETTERS[b] for b in piece.encode())


def join(parts, pair):
    out, i = [], 0
    while i < len(parts):
        if i + 1 < len(parts) and (parts[i], parts[i + 1]) == pair:
            out.append(parts[i] + parts[i + 1])
            i += 2
        else:
            out.append(parts[i])
            i += 1
    return tuple(out)


def learn(texts, merges):
    """The merges in their order; ties are broken by the pair's text."""
    counts = collections.Counter(spell(piece) for text in texts for piece in PATTERN.findall(text))
    learned = []
    while len(learned) < merges:
        pairs = collections.Counter()
        for parts, count in counts.items():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += count
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        learned.append(best)
        joined = collections.Counter()
        for parts, count in counts.items():
            joined[join(parts, best)] += count
        counts = joined
    return learned


class Tokenizer:
    """Text tokens first, then <|endoftext|> and the others in Whisper's order, timestamps last."""

    def __init__(self, merges, seconds):
        self.merges = merges
        self.rank = {pair: i for i, pair in enumerate(merges)}
        tokens = [LETTERS[b] for b in [*range(33, 127), *range(161, 173), *range(174, 256)]]
        tokens += [letter for letter in LETTERS.values() if letter not in tokens]
        tokens += [a + b for a, b in merges]
        self.texts = tokens
        special = ["<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|translate|>", "<|transcribe|>", "<|startoflm|>",
                   "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]
        self.special = special + [f"<|{i / 50:.2f}|>" for i in range(50 * seconds + 1)]
        self.ids = {token: i for i, token in enumerate(tokens + self.special)}
        self.end, self.start, self.language = (self.ids[t] for t in special[:3])
        self.transcribe, self.silent, self.untimed = (self.ids[special[i]] for i in (4, 7, 8))
        self.zero = self.ids["<|0.00|>"]
        self.bytes = {letter: b for b, letter in LETTERS.items()}
        self.known = {}

    def __len__(self):
        return len(self.ids)

    def piece(self, piece):
        if piece not in self.known:
            parts = spell(piece)
            while len(parts) > 1:
                pair = min(zip(parts, parts[1:]), key=lambda p: self.rank.get(p, len(self.rank)))
                if pair not in self.rank:
                    break
                parts = join(parts, pair)
            self.known[piece] = [self.ids[part] for part in parts]
        return self.known[piece]

    def encode(self, text):
        return [i for piece in PATTERN.findall(text) for i in self.piece(piece)]

    def decode(self, ids):
        letters = "".join(self.texts[i] for i in ids if i < len(self.texts))
        return bytes(self.bytes[c] for c in letters).decode(errors="replace")
