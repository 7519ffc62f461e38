"""Optional cross-check: the real pyannote.audio 4.0.7 loads the exported files and diarizes a folder with them.

Needs `pip install pyannote.audio==4.0.7`; nothing else here does. Its WeSpeaker class has a fixed width of 32 channels,
so that one constructor is replaced; everything else is pyannote's own code."""
import argparse
import pathlib

import soundfile
import torch
from pyannote.audio import Model
from pyannote.audio.core.plda import PLDA
from pyannote.audio.models.embedding import wespeaker
from pyannote.audio.models.embedding.wespeaker.resnet import BasicBlock, ResNet
from pyannote.audio.pipelines import SpeakerDiarization, speaker_diarization

import evaluate
import pipeline as ours


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--first", type=int, default=100)
    args = parser.parse_args()
    torch.set_num_threads(1)
    hub = evaluate.HUB
    weights = torch.load(hub / "wespeaker-resnet34" / "pytorch_model.bin", weights_only=False)["state_dict"]
    channels, size = weights["resnet.conv1.weight"].shape[0], weights["resnet.seg_1.weight"].shape[0]
    wespeaker.ResNet34 = lambda features, _, **rest: ResNet(BasicBlock, [3, 4, 6, 3], m_channels=channels,
                                                            feat_dim=features, embed_dim=size, **rest)
    plda = hub / "speaker-diarization" / "plda"
    speaker_diarization.get_plda = lambda *_, **__: PLDA(plda / "xvec_transform.npz", plda / "plda.npz")
    segmentation = Model.from_pretrained(hub / "segmentation" / "pytorch_model.bin", strict=True)
    embedding = Model.from_pretrained(hub / "wespeaker-resnet34" / "pytorch_model.bin", strict=True)
    chosen = evaluate.committed()
    theirs = SpeakerDiarization(segmentation=segmentation, embedding=embedding, embedding_exclude_overlap=True,
                                clustering="VBxClustering", legacy=True)
    theirs.instantiate({"clustering": {"threshold": chosen["threshold"], "Fa": chosen["fa"], "Fb": chosen["fb"]},
                        "segmentation": {"min_duration_off": 0.0}})
    rows = []
    for file in sorted(pathlib.Path(args.folder).glob("*.flac"))[:args.first]:
        x, rate = soundfile.read(file, dtype="float32")
        said = theirs({"waveform": torch.from_numpy(x).unsqueeze(0), "sample_rate": rate, "uri": file.stem})
        turns = [(s.start, s.end, who) for s, _, who in said.itertracks(yield_label=True)]
        reference = ours.read_rttm(file.with_suffix(".rttm"))
        rows.append((file.stem, len({r[2] for r in reference}), len({t[2] for t in turns}),
                     *ours.error_parts(reference, turns)))
    print(evaluate.table(rows))


if __name__ == "__main__":
    main()
