package voxcrate.engine.alignment;

import java.nio.file.Path;
import java.util.List;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.engine.onnx.GraphSignature;
import voxcrate.engine.onnx.GraphSignature.Port;
import voxcrate.engine.onnx.OnnxModel;
import voxcrate.model.ModelDescriptor.Alignment;

/// Tells which label is spoken in each frame. Owns its graph; whoever opens it closes it. May be
/// asked from several threads.
public final class AlignmentModel implements AutoCloseable {
  /// Added to the variance before its square root divides, so that silence stays silence.
  private static final double LEAST_VARIANCE = 1e-7;

  private final OnnxModel graph;
  private final Alignment model;

  private AlignmentModel(OnnxModel graph, Alignment model) {
    this.graph = graph;
    this.model = model;
  }

  /// @param folder where the model lies
  /// @throws voxcrate.problem.ToolException when it is altered or unusable, or the target cannot
  ///     run it
  public static AlignmentModel open(Path folder, Alignment model, ExecutionTarget target) {
    var signature =
        new GraphSignature(
            List.of(Port.of("waveform", GraphSignature.ANY, 1, GraphSignature.ANY)),
            Port.of(
                "log_probabilities",
                GraphSignature.ANY,
                GraphSignature.ANY,
                model.labels().size()));
    model.weights().forEach(weights -> OnnxModel.verified(folder, weights));
    return new AlignmentModel(OnnxModel.open(folder, model.graph(), signature, target), model);
  }

  public int sampleRate() {
    return model.sampleRate();
  }

  LabelSet labels() {
    return LabelSet.of(model);
  }

  /// @param samples mono, at the model's sample rate; less than one frame's field is filled up with
  ///     silence
  Emission listen(float[] samples) {
    int length = Math.max(samples.length, model.frameFieldSamples());
    var waveform = FloatTensor.zeros(1, 1, length);
    waveform.put(0, model.normalised() ? normalised(samples) : samples);
    var scores = graph.run(waveform); // 1 × frames × labels
    var values = new float[scores.size(1) * scores.size(2)];
    scores.get(0, values);
    return new Emission(values, scores.size(2));
  }

  /// Mean 0 and variance 1.
  static float[] normalised(float[] samples) {
    double mean = 0;
    for (float sample : samples) {
      mean += sample / samples.length;
    }
    double variance = 0;
    for (float sample : samples) {
      variance += (sample - mean) * (sample - mean) / samples.length;
    }
    double scale = 1 / Math.sqrt(variance + LEAST_VARIANCE);
    var result = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      result[i] = (float) ((samples[i] - mean) * scale);
    }
    return result;
  }

  @Override
  public void close() {
    graph.close();
  }
}
