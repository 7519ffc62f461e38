"""Word error rate of a checkpoint on the held-out words, with the speech regions that `voxcrate diarize` finds; a check of
the exporter and the engine, not the project's figure: that is `./scripts/bench wer --demo`."""
import argparse
import pathlib

import numpy as np
import soundfile
import torch

import sounds
import train_transcription as trained
from vocabulary import SECONDS, tokenizer
from whisper import Whisper, log_mel


def windows(rttm, seconds, margin=0.15):
    """Turns of one speaker or another, joined to windows of at most SECONDS; s."""
    out = []
    for line in sorted(rttm.read_text().splitlines(), key=lambda l: float(l.split()[3])):
        start, length = float(line.split()[3]), float(line.split()[4])
        start, end = max(0, start - margin), min(seconds, start + length + margin)
        if out and end - out[-1][0] <= SECONDS:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, min(end, start + SECONDS)])
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint")
    parser.add_argument("recordings", help="folder of FLAC and text")
    parser.add_argument("turns", help="folder of RTTM")
    parser.add_argument("--heard", action="store_true", help="by the encoder's word head instead of the decoder")
    parser.add_argument("--quiet", action="store_true")
    args = parser.parse_args()
    tokens = tokenizer()
    model = Whisper(len(tokens), len(sounds.SOUNDS) + 1, len(sounds.WORDS))
    model.load_state_dict(torch.load(args.checkpoint, weights_only=False)["model"])
    model.eval()
    wrong = total = 0
    for file in sorted(pathlib.Path(args.recordings).glob("*.flac")):
        x, _ = soundfile.read(file, dtype="float32")
        cuts = windows(pathlib.Path(args.turns) / f"{file.stem}.rttm", len(x) / 16000)
        mel = log_mel(torch.from_numpy(np.stack([np.pad(x[int(a * 16000):int(b * 16000)][:16000 * SECONDS],
            (0, 16000 * SECONDS - min(16000 * SECONDS, int(b * 16000) - int(a * 16000)))) for a, b in cuts])))
        said = trained.heard(model, mel) if args.heard else trained.transcribe(model, tokens, mel)
        true = file.with_suffix(".txt").read_text().replace("\n", " ")
        w, n = trained.errors(" ".join(said), true)
        wrong, total = wrong + w, total + n
        print(file.stem, f"{100 * w / n:.1f} %")
        if not args.quiet:
            print("  " + " | ".join(said), "\n  " + true)
    print(f"WER {100 * wrong / total:.2f} % ({wrong} of {total})")


if __name__ == "__main__":
    main()
