package voxcrate.engine.diarization;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.models.PipelineModels.Part;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.engine.onnx.GraphSignature;
import voxcrate.engine.onnx.GraphSignature.Port;
import voxcrate.engine.onnx.ModelProblem;
import voxcrate.engine.onnx.OnnxModel;
import voxcrate.model.ModelDescriptor.Segmentation;

/// Tells which local speakers are active in each frame of a chunk. Owns its graph. Not
/// thread-safe: its input is reused.
final class SegmentationModel implements AutoCloseable {
  private final OnnxModel graph;
  private final Powerset powerset;
  private final int windowSamples;
  private final int framesPerChunk;
  private @Nullable FloatTensor waveforms;
  private @Nullable List<byte[]> ofMuted;

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
    if (model.classes().stream().noneMatch(List::isEmpty)) {
      throw ModelProblem.unusable(
          folder,
          "none of its classes is nobody's: networks that score each speaker with a sigmoid, as"
              + " before version 3.0, are not run");
    }
  }

  /// A muted line is asked about once, for it says the same all the time.
  ///
  /// @return for each chunk the set of active local speakers by frame
  List<byte[]> run(Passage passage) {
    if (!passage.isMuted()) {
      return activity(passage);
    }
    if (ofMuted == null) {
      ofMuted = activity(new Passage(0, 1, windowSamples, windowSamples, new float[windowSamples]));
    }
    return Collections.nCopies(passage.chunks(), ofMuted.getFirst());
  }

  private List<byte[]> activity(Passage passage) {
    var scores = scores(passage);
    var active = new ArrayList<byte[]>(passage.chunks());
    var chunkScores = new float[framesPerChunk * powerset.classes()];
    for (int chunk = 0; chunk < passage.chunks(); chunk++) {
      scores.get(chunk * chunkScores.length, chunkScores);
      active.add(powerset.decode(chunkScores));
    }
    return active;
  }

  /// Log-probabilities: chunks × frames × classes.
  FloatTensor scores(Passage passage) {
    var waveforms = waveforms(passage.chunks());
    for (int chunk = 0; chunk < passage.chunks(); chunk++) {
      waveforms.put(chunk * windowSamples, passage.samples(), passage.start(chunk), windowSamples);
    }
    var scores = graph.run(waveforms);
    if (scores.size(1) != framesPerChunk) {
      throw ModelProblem.unusable(
          Path.of("model.onnx"),
          "it gives " + scores.size(1) + " frames, its model.json says " + framesPerChunk);
    }
    return scores;
  }

  /// The same memory for each run.
  private FloatTensor waveforms(int chunks) {
    if (waveforms == null || waveforms.size(0) < chunks) {
      waveforms = FloatTensor.zeros(chunks, 1, windowSamples);
    }
    return waveforms.first(chunks);
  }

  @Override
  public void close() {
    graph.close();
  }
}
