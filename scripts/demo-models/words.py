"""What the transcription models hear: made-up sentences over a closed vocabulary, as people would write them down.

The sentences of the diarization models (`voices.sentence`), and others with numbers, names, times and what is said in
meetings; a fifth are words in any order, so that no model gets by with knowing what comes next."""
import voices

NAMES = ["Anna", "Peter", "Maria", "Thomas", "Julia", "Martin", "Helen", "Oscar", "Laura", "Simon", "Emma", "Daniel",
         "Nina", "Robert", "Clara", "Felix"]
UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_THINGS = ["the budget", "the proposal", "the project", "the agenda", "the motion", "the decision", "the deadline",
           "the next item", "the contract", "the new office", "the minutes"]
_DID = ["approved", "rejected", "postponed", "presented", "discussed", "changed", "read out", "signed", "prepared"]
_ASK = ["can we vote on", "please read", "let us begin with", "who is against", "we agreed on", "I want to discuss",
        "let us come back to", "please send me", "are there questions about", "I second"]
_PLACES = ["page", "room", "chapter", "number", "item", "line", "house", "gate"]

_GRAMMAR = (voices._OPEN, voices._WHO, voices._VERB, voices._WHAT, voices._WHERE, voices._SHORT, NAMES, UNITS, TENS, DAYS,
            _THINGS, _DID, _ASK, _PLACES, ["and but because while so although", "hundred thousand",
                                           "at half past o'clock", "says has on until from to"])
VOCABULARY = sorted({word for part in _GRAMMAR for phrase in part for word in phrase.split()}, key=str.lower)


def number(rng):
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(UNITS)
    if kind < 0.65:
        return f"{rng.choice(TENS)} {rng.choice(UNITS[1:10])}"
    if kind < 0.75:
        return rng.choice(TENS)
    if kind < 0.92:
        return f"{rng.choice(UNITS[1:10])} hundred and {rng.choice(TENS)} {rng.choice(UNITS[1:10])}"
    return f"{rng.choice(UNITS[1:13])} thousand"


def time(rng):
    kind = rng.random()
    if kind < 0.35:
        return f"at half past {rng.choice(UNITS[1:13])}"
    if kind < 0.6:
        return f"at {rng.choice(UNITS[1:13])} o'clock"
    return f"on {rng.choice(DAYS)}" if kind < 0.85 else f"from {rng.choice(DAYS)} to {rng.choice(DAYS)}"


def clause(rng):
    kind = rng.random()
    if kind < 0.25:
        return f"{rng.choice(NAMES)} {rng.choice(_DID)} {rng.choice(_THINGS)}"
    if kind < 0.4:
        return f"{rng.choice(_ASK)} {rng.choice(_THINGS)}"
    if kind < 0.55:
        return f"{rng.choice(_PLACES)} {number(rng)}"
    if kind < 0.65:
        return f"{rng.choice(NAMES)} says {rng.choice(voices._SHORT)}"
    if kind < 0.75:
        return f"{rng.choice(voices._WHO + NAMES)} {rng.choice(voices._VERB)} {number(rng)} {rng.choice(['boxes', 'chairs', 'minutes'])}"
    if kind < 0.85:
        return " ".join(number(rng) for _ in range(rng.randint(1, 3)))
    return f"{rng.choice(voices._WHO + NAMES)} {rng.choice(voices._VERB)} {rng.choice(voices._WHAT + _THINGS)}"


def utterance(rng, seconds, any_order=0.2):
    """A made-up sentence that takes roughly `seconds` to say, written with capitals and a full stop; a share `any_order`
    of them words in any order."""
    words = max(1, round(seconds * 2.6))
    kind = rng.random()
    if kind < 0.3:
        text = voices.sentence(rng, seconds)
    elif kind < 0.3 + any_order:
        text = " ".join(rng.choice(VOCABULARY) for _ in range(words))
    else:
        parts = []
        while len(" ".join(parts).split()) < words:
            if parts:
                parts.append(rng.choice(["and", "but", "because", "while", "so", "although"]))
            parts.append(clause(rng))
            if rng.random() < 0.4:
                parts.append(rng.choice([time(rng), rng.choice(voices._WHERE)]))
        text = " ".join(parts)
    return written(text)


def written(text):
    return text[0].upper() + text[1:] + "."
