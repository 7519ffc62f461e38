"""Renders the training bank of eSpeak NG's voices through its library, which tells when every sound and word begins while
it speaks: the sentences as `words_bank` writes them, and beside them these times (s)."""
import argparse
import ctypes
import pathlib
import re

import numpy as np

import voices
from spoken import understood
from words_bank import keep, sentences, split_voices

WORD, SOUND = 1, 7
RATE, PITCH = 1, 3
SYNCHRONOUS, PHONEME_EVENTS, DONT_EXIT = 2, 1, 0x8000
TEXT_FLAGS = 0x1000 | 0x100  # pause at the end, phoneme codes; as the command line has it


class Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class Event(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("unique", ctypes.c_uint), ("text", ctypes.c_int), ("length", ctypes.c_int),
                ("audio", ctypes.c_int), ("sample", ctypes.c_int), ("user", ctypes.c_void_p), ("id", Id)]


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))


class Synthesiser:
    """libespeak-ng with one data folder; a process has one only."""

    def __init__(self, path):
        self.library = ctypes.CDLL("libespeak-ng.so.1")
        rate = self.library.espeak_Initialize(SYNCHRONOUS, 0, path.encode() if path else None, PHONEME_EVENTS | DONT_EXIT)
        assert rate == 22050, rate
        self.callback = CALLBACK(self.receive)
        self.library.espeak_SetSynthCallback(self.callback)

    def receive(self, samples, count, events):
        if samples and count > 0:
            self.pcm.append(np.ctypeslib.as_array(samples, (count,)).copy())
        k = 0
        while events[k].type != 0:
            e = events[k]
            if e.type == SOUND:
                self.events.append((e.sample, SOUND, e.id.string.decode("utf-8", "replace")))
            elif e.type == WORD:
                self.events.append((e.sample, WORD, e.text))
            k += 1
        return 0

    def speak(self, name, pitch, speed, text):
        """Samples (int16, 22,050 Hz) and the events: (sample, kind, sound or position in the text from 1)."""
        self.pcm, self.events = [], []
        if self.library.espeak_SetVoiceByName(name.encode()) != 0:
            raise ValueError(name)
        self.library.espeak_SetParameter(RATE, speed, 0)
        self.library.espeak_SetParameter(PITCH, pitch, 0)
        data = text.encode() + b"\0"
        self.library.espeak_Synth(data, len(data), 0, 1, 0, TEXT_FLAGS, None, None)
        return np.concatenate(self.pcm) if self.pcm else np.zeros(0, np.int16), self.events


def spoken(synthesiser, voice, text, rng):
    """As `voices.speak`: float32 samples at 16 kHz, and the events in seconds."""
    jitter_pitch, jitter_speed = rng.uniform(0.92, 1.08), rng.uniform(0.9, 1.1)
    pcm, events = synthesiser.speak(f"{voice.base}+{voice.variant}", max(0, min(99, round(voice.pitch * jitter_pitch))),
                                    round(voice.speed * jitter_speed / voice.warp), text)
    x = pcm.astype(np.float64) / 32768
    down = round(441 * voice.warp)
    x = voices.resample_poly(x, 320, down)
    peak = np.abs(x).max() if len(x) else 0
    seconds = 320 / down / voices.SAMPLE_RATE
    return (x * (0.5 / peak) if peak > 0 else x).astype(np.float32), [(at * seconds, kind, what) for at, kind, what in events]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["vx", "vy", "vz", "stock"], help="which of our voices: a process for each")
    parser.add_argument("--work", required=True)
    args = parser.parse_args()
    paths = voices.prepare_espeak(args.work)
    synthesiser, known = Synthesiser(paths.get(args.kind)), understood()
    for voice in split_voices("train"):
        kind = voice.variant[:2] if voice.variant[:2] in paths else "stock"
        if voice.engine == "espeak" and kind == args.kind and voice.name in known:
            keep(args.work, "train", voice, lambda: sentences(voice, "train", lambda text, rng: told(synthesiser, voice, text, rng)))


def told(synthesiser, voice, text, rng):
    """As `words_bank.sentences` wants it: samples, [(start s, sound)], [(start s, position in the text from 1)]."""
    x, events = spoken(synthesiser, voice, text, rng)
    return x, [(at, re.sub(r"[',%=|]", "", what)) for at, kind, what in events if kind == SOUND], [
        (at, what) for at, kind, what in events if kind == WORD]


if __name__ == "__main__":
    main()
