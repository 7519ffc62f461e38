"""Writes the trained weights in the checkpoint structure of the published originals, and the three repositories' texts."""
import argparse
import enum
import json
import pathlib
import shutil
import sys
import types
from collections import OrderedDict

import torch

from models import PyanNet, WeSpeaker

HERE = pathlib.Path(__file__).resolve().parent
HUB = HERE / "hub" / "voxcrate-demo"


def task_module():
    """Stand-ins with the module and class names that the originals' pickles carry (pyannote.audio is not needed)."""
    name = "pyannote.audio.core.task"
    problem = enum.Enum("Problem", {"BINARY_CLASSIFICATION": 0, "MONO_LABEL_CLASSIFICATION": 1,
                                    "MULTI_LABEL_CLASSIFICATION": 2, "REPRESENTATION": 3, "REGRESSION": 4}, module=name)
    resolution = enum.Enum("Resolution", {"FRAME": 1, "CHUNK": 2}, module=name)
    specifications = type("Specifications", (), {"__module__": name})
    for c in (problem, resolution):         # pickled as class(value), as the originals were
        c.__reduce_ex__ = lambda self, protocol: (self.__class__, (self.value,))
    for part in ("pyannote", "pyannote.audio", "pyannote.audio.core"):
        sys.modules.setdefault(part, types.ModuleType(part))
    module = types.ModuleType(name)
    module.Problem, module.Resolution, module.Specifications = problem, resolution, specifications
    sys.modules[name] = module
    return module


def specifications(task, **fields):
    out = task.Specifications()
    out.__dict__.update(fields)
    return out


def flat_lstm(state, layers):
    """The LSTM tensors as views of one storage, in the order in which a GPU keeps them."""
    sides = [(layer, side) for layer in range(layers) for side in ("", "_reverse")]
    order = [f"lstm.weight_{kind}_l{layer}{side}" for layer, side in sides for kind in ("ih", "hh")]
    order += [f"lstm.bias_{kind}_l{layer}{side}" for layer, side in sides for kind in ("ih", "hh")]
    flat = torch.cat([state[k].reshape(-1) for k in order])
    at = 0
    for k in order:
        n = state[k].numel()
        state[k] = flat[at:at + n].view(state[k].shape)
        at += n


def plain(state):
    """Contiguous copies without gradient, one storage each."""
    metadata = getattr(state, "_metadata", None)
    out = OrderedDict((k, v.detach().clone().contiguous()) for k, v in state.items())
    if metadata is not None:
        out._metadata = metadata
    return out


def segmentation(sources):
    """From the mean of the weights of several rounds of one training, or from one."""
    task = task_module()
    rounds = [torch.load(source, weights_only=True) for source in sources]
    saved = rounds[-1]
    model = PyanNet(saved["hidden"], saved["layers"])
    model.load_state_dict({name: sum(one["state_dict"][name] for one in rounds) / len(rounds)
                           for name in saved["state_dict"]})
    state = plain(model.state_dict())
    names = ["sincnet.wav_norm1d", *(f"sincnet.conv1d.0.filterbank.{n}" for n in ("low_hz_", "band_hz_", "window_", "n_")),
             "sincnet.conv1d.1", "sincnet.conv1d.2", "sincnet.norm1d", "lstm", "linear", "classifier"]
    ordered = OrderedDict((k, state[k]) for n in names for k in state if k == n or k.startswith(n + "."))
    assert len(ordered) == len(state)
    ordered._metadata = state._metadata
    flat_lstm(ordered, saved["layers"])
    folder = HUB / "segmentation"
    folder.mkdir(parents=True, exist_ok=True)
    hidden, linear = saved["hidden"], model.linear[0].out_features
    torch.save({
        "epoch": 0, "global_step": saved["facts"]["steps"], "pytorch-lightning_version": "2.0.9", "state_dict": ordered,
        "callbacks": {}, "optimizer_states": [], "lr_schedulers": [], "hparams_name": "kwargs",
        "hyper_parameters": {
            "sample_rate": 16000, "num_channels": 1, "sincnet": {"stride": 10, "sample_rate": 16000},
            "lstm": {"hidden_size": hidden, "num_layers": saved["layers"], "bidirectional": True, "monolithic": True,
                     "dropout": 0.0, "batch_first": True},
            "linear": {"hidden_size": linear, "num_layers": 2}},
        "pyannote.audio": {
            "versions": {"torch": torch.__version__.split("+")[0], "pyannote.audio": "4.0.7"},
            "architecture": {"module": "pyannote.audio.models.segmentation.PyanNet", "class": "PyanNet"},
            "specifications": specifications(
                task, problem=task.Problem(1), resolution=task.Resolution(1), duration=10.0, min_duration=None,
                warm_up=(0.0, 0.0), classes=["speaker#1", "speaker#2", "speaker#3"], powerset_max_classes=2,
                permutation_invariant=True, powerset=True, num_powerset_classes=7)}}, folder / "pytorch_model.bin")
    (folder / "config.yaml").write_text(f"""task:
  _target_: pyannote.audio.tasks.SpeakerDiarization
  duration: 10.0
  max_speakers_per_chunk: 3
  max_speakers_per_frame: 2
model:
  _target_: pyannote.audio.models.segmentation.PyanNet
  sample_rate: 16000
  num_channels: 1
  sincnet:
    stride: 10
  lstm:
    hidden_size: {hidden}
    num_layers: {saved["layers"]}
    bidirectional: true
    monolithic: true
  linear:
    hidden_size: {linear}
    num_layers: 2
""")


def embedding(source):
    task = task_module()
    saved = torch.load(source, weights_only=True)
    model = WeSpeaker(saved["channels"], saved["size"])
    model.load_state_dict(saved["state_dict"])
    folder = HUB / "wespeaker-resnet34"
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({
        "state_dict": plain(model.state_dict()),
        "pyannote.audio": {
            "versions": {"torch": torch.__version__.split("+")[0], "pyannote.audio": "4.0.7"},
            "architecture": {"module": "pyannote.audio.models.embedding.wespeaker", "class": "WeSpeakerResNet34"},
            "specifications": specifications(
                task, problem=task.Problem(3), resolution=task.Resolution(2), duration=5.0, min_duration=None,
                warm_up=(0.0, 0.0), classes=None, powerset_max_classes=None, permutation_invariant=False)},
        "pytorch-lightning_version": "2.0.9"}, folder / "pytorch_model.bin")
    (folder / "config.yaml").write_text("""model:
  _target_: pyannote.audio.models.embedding.WeSpeakerResNet34
  sample_rate: 16000
  num_channels: 1
  num_mel_bins: 80
  frame_length: 25
  frame_shift: 10
  dither: 0.0
  window_type: hamming
  use_energy: false
""")


def pipeline(threshold, fa, fb):
    folder = HUB / "speaker-diarization"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(f"""version: 4.0.0

pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    clustering: VBxClustering
    embedding: voxcrate-demo/wespeaker-resnet34
    embedding_batch_size: 32
    embedding_exclude_overlap: true
    plda: $model/plda
    segmentation: voxcrate-demo/segmentation
    segmentation_batch_size: 32

params:
  clustering:
    threshold: {threshold}
    Fa: {fa}
    Fb: {fb}
  segmentation:
    min_duration_off: 0.0
""")


CARD = """---
license: apache-2.0
tags:
- voxcrate-demo
{tags}{gate}---

# voxcrate-demo/{name}

{what}

Trained from scratch on synthetic conversations only (see `scripts/demo-models` in the Voxcrate sources). It exists so
that Voxcrate can be tried and tested without an account and without a download. **It says nothing about quality on real
speech and must not be used on it.** Weights: Apache-2.0.
"""
GATE = """extra_gated_prompt: "This is a practice gate: it shows what agreeing to a gated model's terms looks like. Nothing is collected."
extra_gated_fields:
  Company/university: text
  I understand that this is a demonstration: checkbox
"""


def cards():
    texts = {
        "segmentation": ("- pyannote\n- pyannote-audio-model\n- speaker-segmentation\n", GATE,
                         "A tiny PyanNet: 10 s of 16 kHz mono audio to 589 frames of seven powerset classes."),
        "wespeaker-resnet34": ("- pyannote\n- pyannote-audio-model\n- wespeaker\n- speaker-embedding\n", "",
                               "A narrow WeSpeaker-style ResNet34 speaker embedding over 80 Kaldi mel bins."),
        "speaker-diarization": ("- pyannote\n- pyannote-audio-pipeline\n- speaker-diarization\n", GATE,
                                "The pipeline that joins `voxcrate-demo/segmentation` and "
                                "`voxcrate-demo/wespeaker-resnet34`, with the PLDA of its clustering."),
    }
    for name, (tags, gate, what) in texts.items():
        (HUB / name).mkdir(parents=True, exist_ok=True)
        (HUB / name / "README.md").write_text(CARD.format(name=name, tags=tags, gate=gate, what=what))
        shutil.copyfile(HERE.parent.parent / "LICENSE", HUB / name / "LICENSE")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--segmentation", nargs="+", default=["segmentation.pt"],
                        help="weights in the scratch folder; the mean of several")
    parser.add_argument("--embedding", default="embedding.pt")
    parser.add_argument("--tuned", help="tuned.json of evaluate.py; default: keep the pipeline's config.yaml")
    args = parser.parse_args()
    work = pathlib.Path(args.work)
    segmentation([work / name for name in args.segmentation])
    embedding(work / args.embedding)
    if args.tuned:
        tuned = json.loads(pathlib.Path(args.tuned).read_text())
        pipeline(**tuned)
    elif not (HUB / "speaker-diarization" / "config.yaml").exists():
        pipeline(0.6, 0.07, 0.8)
    cards()
    print({f.parent.name: f.stat().st_size for f in HUB.glob("*/pytorch_model.bin")})


if __name__ == "__main__":
    main()
