"""Diarizes a recording by sherpa-onnx, with graphs that `voxcrate-bundler convert` wrote, and tells what that took.

usage: diarize_sherpa.py prepare SEGMENTATION EMBEDDING FOLDER    from the two model.onnx to the form that sherpa-onnx reads
       diarize_sherpa.py FOLDER RECORDING THREADS"""
import pathlib
import sys
import wave

import numpy
from measured import Measured


def prepare(segmentation, embedding, folder):
    """The same weights; names of properties as in sherpa-onnx's own export scripts."""
    import onnx
    from onnx import TensorProto, helper

    graph = onnx.load(segmentation)
    helper.set_model_props(graph, {
        "model_type": "pyannote-segmentation-3.0", "num_speakers": "3", "powerset_max_classes": "2", "num_classes": "7",
        "sample_rate": "16000", "window_size": "160000", "receptive_field_size": "991", "receptive_field_shift": "270"})
    onnx.save(graph, folder / "segmentation.onnx")

    graph = onnx.load(embedding)
    body = graph.graph
    dimension = body.output[0].type.tensor_type.shape.dim[-1].dim_value
    # sherpa-onnx knows no masks: everything counts, in frames of the trunk (three halvings, rounded up).
    constants = {"one": [1], "seven": [7], "eight": [8], "frames": [1]}
    for name, value in constants.items():
        body.initializer.append(helper.make_tensor("peer_" + name, TensorProto.INT64, [1], value))
    whole = helper.make_tensor("value", TensorProto.FLOAT, [1], [1.0])
    mask = [
        helper.make_node("Shape", ["features"], ["peer_batch"], start=0, end=1),
        helper.make_node("Shape", ["features"], ["peer_length"], start=1, end=2),
        helper.make_node("Add", ["peer_length", "peer_seven"], ["peer_more"]),
        helper.make_node("Div", ["peer_more", "peer_eight"], ["peer_trunk"]),
        helper.make_node("Concat", ["peer_batch", "peer_one", "peer_trunk"], ["peer_shape"], axis=0),
        helper.make_node("ConstantOfShape", ["peer_shape"], ["weights"], value=whole)]
    nodes = mask + list(body.node) + [helper.make_node("Squeeze", ["embeddings", "peer_one"], ["peer_embedding"])]
    del body.node[:], body.input[1:], body.output[:]
    body.node.extend(nodes)
    body.output.append(helper.make_tensor_value_info("peer_embedding", TensorProto.FLOAT, ["batch", dimension]))
    helper.set_model_props(graph, {
        "framework": "wespeaker", "language": "English", "url": "", "comment": "", "sample_rate": "16000",
        "output_dim": str(dimension), "normalize_samples": "0", "feature_normalize_type": "global-mean"})
    onnx.checker.check_model(graph)
    onnx.save(graph, folder / "embedding.onnx")


def diarize(folder, recording, threads):
    measured = Measured()
    import sherpa_onnx as sherpa

    config = sherpa.OfflineSpeakerDiarizationConfig(
        segmentation=sherpa.OfflineSpeakerSegmentationModelConfig(
            pyannote=sherpa.OfflineSpeakerSegmentationPyannoteModelConfig(model=str(folder / "segmentation.onnx")),
            num_threads=threads),
        embedding=sherpa.SpeakerEmbeddingExtractorConfig(model=str(folder / "embedding.onnx"), num_threads=threads),
        clustering=sherpa.FastClusteringConfig(num_clusters=-1, threshold=0.5),
        min_duration_on=0.0, min_duration_off=0.0)
    pipeline = sherpa.OfflineSpeakerDiarization(config)
    measured.loaded()
    with wave.open(recording) as sound:
        rate, frames = sound.getframerate(), sound.getnframes()
        samples = numpy.frombuffer(sound.readframes(frames), dtype="<i2").astype("float32") / 32768
    turns = pipeline.process(samples).sort_by_start_time()
    measured.finish(frames / rate, len({turn.speaker for turn in turns}))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4]))
    else:
        diarize(pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
