"""The tokenizer: one token for every word of the closed vocabulary, by merges learned from its sentences."""
import random

import bpe
import words

SECONDS, MERGES = 10, 1100


def tokenizer():
    rng = random.Random(31)
    texts = [" " + words.utterance(rng, 5) for _ in range(8000)]
    spelled = [f" {form}" for word in words.VOCABULARY for form in (word, words.written(word)[:-1])] * 8
    return bpe.Tokenizer(bpe.learn(texts + spelled, MERGES), SECONDS)
