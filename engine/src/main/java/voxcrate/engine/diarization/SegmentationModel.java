package voxcrate.engine.diarization;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.engine.models.PipelineModels.Part;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.engine.onnx.GraphSignature;
import voxcrate.engine.onnx.GraphSignature.Port;
import voxcrate.engine.onnx.ModelProblem;
import voxcrate.engine.onnx.OnnxModel;
import voxcrate.model.ModelDescriptor.Segmentation;

/// Tells which local speakers are active in each frame of a chunk. Owns its graph.
final class SegmentationModel implements AutoCloseable {
  private final OnnxModel graph;
  private final Powerset powerset;
  private final int windowSamples;
  private final int framesPerChunk;

  private SegmentationModel(OnnxModel graph, Powerset powerset, Segmentation model, int frames) {
    this.graph = graph;
    this.powerset = powerset;
    this.windowSamples = model.windowSamples();
    this.framesPerChunk = frames;
  }

  static SegmentationModel open(Part<Segmentation> part, FrameGrid grid, ExecutionTarget target) {
    var model = part.model();
    requireDecodable(part.folder(), model);
    var signature =
        new GraphSignature(
            List.of(Port.of("waveform", GraphSignature.ANY, 1, GraphSignature.ANY)),
            Port.of(
                "log_probabilities",
                GraphSignature.ANY,
                GraphSignature.ANY,
                model.classes().size()));
    return new SegmentationModel(
        OnnxModel.open(part.folder(), model.graph(), signature, target),
        new Powerset(model.classes()),
        model,
        grid.framesPerChunk());
  }

  private static void requireDecodable(Path folder, Segmentation model) {
    boolean known =
        model.classes().stream()
            .flatMap(List::stream)
            .allMatch(speaker -> speaker >= 0 && speaker < model.localSpeakers());
    if (!known || model.localSpeakers() > Powerset.MAX_SPEAKERS || model.classes().isEmpty()) {
      throw ModelProblem.unusable(
          folder, "its classes do not fit " + model.localSpeakers() + " local speakers");
    }
  }

  /// @param chunks each of the model's window length
  /// @return for each chunk the set of active local speakers by frame
  List<byte[]> run(List<float[]> chunks) {
    var scores = scores(chunks);
    var active = new ArrayList<byte[]>(chunks.size());
    var chunkScores = new float[framesPerChunk * powerset.classes()];
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      scores.get(chunk * chunkScores.length, chunkScores);
      active.add(powerset.decode(chunkScores));
    }
    return active;
  }

  /// Log-probabilities: chunks × frames × classes.
  FloatTensor scores(List<float[]> chunks) {
    var waveforms = FloatTensor.zeros(chunks.size(), 1, windowSamples);
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      waveforms.put(chunk * windowSamples, chunks.get(chunk));
    }
    var scores = graph.run(waveforms);
    if (scores.size(1) != framesPerChunk) {
      throw ModelProblem.unusable(
          Path.of("model.onnx"),
          "it gives " + scores.size(1) + " frames, its model.json says " + framesPerChunk);
    }
    return scores;
  }

  @Override
  public void close() {
    graph.close();
  }
}
