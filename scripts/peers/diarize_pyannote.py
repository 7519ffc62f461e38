"""Diarizes a recording by pyannote.audio 4 and tells what that took.

usage: diarize_pyannote.py FOLDER RECORDING THREADS BATCH

FOLDER is laid out as community-1: segmentation/ and embedding/ with pytorch_model.bin, plda/ with its two files."""
import pathlib
import sys
import wave

import numpy
from measured import Measured


def pipeline(folder, batch):
    """Nothing is downloaded."""
    from pyannote.audio import Model
    from pyannote.audio.core.plda import PLDA
    from pyannote.audio.pipelines import SpeakerDiarization, speaker_diarization

    plda = folder / "plda"
    speaker_diarization.get_plda = lambda *_, **__: PLDA(plda / "xvec_transform.npz", plda / "plda.npz")
    diarization = SpeakerDiarization(
        segmentation=Model.from_pretrained(folder / "segmentation" / "pytorch_model.bin"),
        embedding=Model.from_pretrained(folder / "embedding" / "pytorch_model.bin"),
        embedding_exclude_overlap=True, clustering="VBxClustering", legacy=True,
        segmentation_batch_size=batch, embedding_batch_size=batch)
    return diarization.instantiate({"clustering": {"threshold": 0.6, "Fa": 0.07, "Fb": 0.8},
                                    "segmentation": {"min_duration_off": 0.0}})


def samples_of(recording):
    """Samples from -1 to 1, and their rate."""
    with wave.open(recording) as sound:
        samples = numpy.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
        return samples.astype("float32") / 32768, sound.getframerate()


def main():
    folder, recording, threads, batch = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    measured = Measured()
    import torch

    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    diarization = pipeline(folder, batch)
    measured.loaded()
    samples, rate = samples_of(recording)
    said = diarization({"waveform": torch.from_numpy(samples).unsqueeze(0), "sample_rate": rate})
    measured.finish(len(samples) / rate, len(said.labels()))


if __name__ == "__main__":
    main()
