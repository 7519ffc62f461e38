"""Writes down recordings by the implementation that a model is for: faster-whisper where it is a folder in
CTranslate2's layout (model.bin), openai-whisper where it is one of its files (.pt).

usage: words_whisper.py MODEL RECORDINGS OUT LANGUAGE

RECORDINGS is a folder; each becomes OUT/NAME.txt. LANGUAGE is a code, or auto. Nothing is downloaded."""
import pathlib
import sys


def faster_whisper(model, language):
    import faster_whisper

    whisper = faster_whisper.WhisperModel(str(model), device="cpu", local_files_only=True)
    return lambda file: " ".join(segment.text for segment in whisper.transcribe(str(file), language=language)[0])


def openai_whisper(model, language):
    import whisper

    network = whisper.load_model(str(model), device="cpu")
    return lambda file: whisper.transcribe(network, str(file), language=language, beam_size=5, best_of=5)["text"]


def main():
    model, recordings, out = map(pathlib.Path, sys.argv[1:4])
    language = None if sys.argv[4] == "auto" else sys.argv[4]
    said = (faster_whisper if model.is_dir() else openai_whisper)(model, language)
    out.mkdir(parents=True, exist_ok=True)
    for file in sorted(recordings.iterdir()):
        (out / (file.stem + ".txt")).write_text(said(file).strip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
