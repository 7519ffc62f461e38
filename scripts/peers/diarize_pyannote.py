"""Diarizes a recording by pyannote.audio 4 and tells what that took.

usage: diarize_pyannote.py FOLDER RECORDING THREADS BATCH

FOLDER is laid out as community-1: segmentation/ and embedding/ with pytorch_model.bin, plda/ with its two files."""
import pathlib
import sys
import wave

import numpy
from measured import Measured


def main():
    folder, recording, threads, batch = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    measured = Measured()
    import torch
    from pyannote.audio import Model
    from pyannote.audio.core.plda import PLDA
    from pyannote.audio.pipelines import SpeakerDiarization, speaker_diarization

    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    plda = folder / "plda"
    speaker_diarization.get_plda = lambda *_, **__: PLDA(plda / "xvec_transform.npz", plda / "plda.npz")
    pipeline = SpeakerDiarization(
        segmentation=Model.from_pretrained(folder / "segmentation" / "pytorch_model.bin"),
        embedding=Model.from_pretrained(folder / "embedding" / "pytorch_model.bin"),
        embedding_exclude_overlap=True, clustering="VBxClustering", legacy=True,
        segmentation_batch_size=batch, embedding_batch_size=batch)
    pipeline.instantiate({"clustering": {"threshold": 0.6, "Fa": 0.07, "Fb": 0.8},
                          "segmentation": {"min_duration_off": 0.0}})
    measured.loaded()
    with wave.open(recording) as sound:
        rate, frames = sound.getframerate(), sound.getnframes()
        samples = numpy.frombuffer(sound.readframes(frames), dtype="<i2").astype("float32") / 32768
    said = pipeline({"waveform": torch.from_numpy(samples).unsqueeze(0), "sample_rate": rate})
    measured.finish(frames / rate, len(said.labels()))


if __name__ == "__main__":
    main()
