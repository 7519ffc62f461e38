package voxcrate.bundler.convert.parity;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.Map;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.parity.OnnxSession.Input;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.Parity;

/// Compares a converted PyanNet with [ReferencePyanNet] on one second of audio.
public final class SegmentationParity {
  private static final String OUTPUT = "log-probabilities";

  /// Trained LSTM layers amplify float32 rounding, in ten seconds of real speech to some 1e-2
  /// (measured); in this one second full-size trained weights stay below 1e-4. A
  /// swapped gate or filter moves even a network of random weights, which reacts least, by more
  /// than 1e-3.
  private static final double TOLERANCE = 1e-3;

  private final TensorStore weights;
  private final int sampleRate;
  private final int stride;

  /// @param weights of the original
  /// @param stride of its first convolution
  public SegmentationParity(TensorStore weights, int sampleRate, int stride) {
    this.weights = weights;
    this.sampleRate = sampleRate;
    this.stride = stride;
  }

  /// @throws voxcrate.problem.ToolException when `model` computes something else
  public Parity check(Path model, String name) {
    var waveform = TestSignal.waveform(sampleRate, sampleRate);
    var expected =
        new ReferencePyanNet(weights, sampleRate, stride).logProbabilities(waveform).numbers;
    double largest = Difference.largest(run(model, name, waveform), expected);
    return new Difference(OUTPUT, "", waveform.length, largest, TOLERANCE).orRefuse(name);
  }

  private static float[] run(Path model, String name, float[] waveform) {
    try (var session = new OnnxSession(model)) {
      return session.run(Map.of("waveform", Input.of(waveform, 1, 1, waveform.length)));
    } catch (OrtException e) {
      throw Refusal.parity(name, "ONNX Runtime says: " + e.getMessage(), "a model that runs");
    }
  }
}
