"""Tells who said what by the stages of WhisperX and pyannote.audio, and what each took.

usage: chain_whisperx.py prepare WHISPER ALIGNMENT|- OUT        models of Transformers for it; - for words not aligned
       chain_whisperx.py OUT DIARIZATION RECORDING THREADS TOKENS [DEVICE] [BATCH]

DIARIZATION is a folder in the layout of community-1. Every text has exactly TOKENS tokens: weights do not matter.
The vocabulary is that of the multilingual models of 80 mels. Speech is found by WhisperX's own model."""
import json
import pathlib
import shutil
import sys
import time

from diarize_pyannote import pipeline, samples_of
from measured import Measured
from transcribe_ctranslate2 import END, vocabulary
from transcribe_ctranslate2 import prepare as prepare_whisper

LANGUAGE = "en"


def document(file, content):
    file.write_text(json.dumps(content))


def prepare(whisper, alignment, out):
    prepare_whisper(whisper, out / "whisper")
    tokens = json.loads((whisper / "tokenizer.json").read_text())
    size = json.loads((whisper / "config.json").read_text())["vocab_size"]
    flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    added = [{"id": i, "content": name, "special": i < 50364, **flags}
             for i, name in enumerate(vocabulary(size)) if i >= END]
    document(out / "whisper" / "tokenizer.json",
             {"version": "1.0", "added_tokens": added, "model": tokens["model"],
              "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}})
    if not alignment.is_dir():
        return
    shutil.copytree(alignment, out / "alignment", dirs_exist_ok=True)
    document(out / "alignment" / "tokenizer_config.json",
             {"tokenizer_class": "Wav2Vec2CTCTokenizer", "pad_token": "<pad>", "word_delimiter_token": "|"})
    document(out / "alignment" / "preprocessor_config.json",
             {"feature_extractor_type": "Wav2Vec2FeatureExtractor", "sampling_rate": 16000, "do_normalize": True})


class Stages:
    def __init__(self):
        self.ms = {}

    def of(self, name, work):
        start = time.monotonic()
        result = work()
        self.ms[name] = round(1000 * (time.monotonic() - start))
        return result


def main():
    if sys.argv[1] == "prepare":
        prepare(*map(pathlib.Path, sys.argv[2:]))
        return
    models, speakers, recording = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    threads, tokens = int(sys.argv[4]), int(sys.argv[5])
    device = sys.argv[6] if len(sys.argv) > 6 else "cpu"
    batch = int(sys.argv[7]) if len(sys.argv) > 7 else 8
    measured, stages = Measured(), Stages()
    import torch
    import whisperx.alignment
    from nltk.tokenize.punkt import PunktSentenceTokenizer
    from whisperx.diarize import assign_word_speakers

    # Its data has to be downloaded; made-up texts have no sentences anyway.
    whisperx.alignment.nltk_load = lambda _: PunktSentenceTokenizer()
    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    words = whisperx.load_model(
        str(models / "whisper"), device, compute_type="int8" if device == "cpu" else "float16", language=LANGUAGE, threads=threads,
        asr_options={"suppress_tokens": [END], "suppress_blank": False})
    # Half of the positions are the prompt's, whatever its length.
    words.model.max_length = 2 * tokens
    aligned = (models / "alignment").is_dir()
    if aligned:
        aligner, labels = whisperx.load_align_model(LANGUAGE, device, str(models / "alignment"))
    turns = pipeline(speakers, 1 if device == "cpu" else 32).to(torch.device(device))
    measured.loaded()
    samples, rate = samples_of(recording)
    said = stages.of("transcription", lambda: words.transcribe(samples, batch_size=batch))
    windows = len(said["segments"])
    if aligned:
        said = stages.of("alignment", lambda: whisperx.align(said["segments"], aligner, labels, samples, device))
    found = stages.of("diarization", lambda: turns({"waveform": torch.from_numpy(samples).unsqueeze(0), "sample_rate": rate}))
    if aligned:
        stages.of("assignment", lambda: assign_word_speakers(frame(found), said))
    measured.finish(len(samples) / rate, len(found.labels()), windows=windows, **stages.ms)


def frame(found):
    import pandas

    turns = [(turn.start, turn.end, speaker) for turn, _, speaker in found.itertracks(yield_label=True)]
    return pandas.DataFrame(turns, columns=["start", "end", "speaker"])


if __name__ == "__main__":
    main()
