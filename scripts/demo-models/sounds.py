"""The sounds of eSpeak NG's English voices and the words of the closed vocabulary, numbered."""
import words

WORDS = {word: i for i, word in enumerate(sorted({w.lower() for w in words.VOCABULARY}))}
SILENT = 0
_NAMES = """0 3 3: ; @ @2 @5 @L A: A@ D E I I# I2 IR N O2 O: O@ S T U U@ V VR Z _! a a# aI aI2 aU aa b d dZ e@ eI f g h
    i i: i@ i@3 j k l m n o@ oU p r r- s t t# tS t[ u: v w w# z"""
SOUNDS = {name: i + 1 for i, name in enumerate(_NAMES.split())}


def label(name):
    """-100, which is no label, for a sound that is too rare to stand here."""
    return SILENT if name.startswith("_") else SOUNDS.get(name, -100)
