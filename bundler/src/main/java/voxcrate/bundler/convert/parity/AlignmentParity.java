package voxcrate.bundler.convert.parity;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.parity.OnnxSession.Input;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.settings.Wav2Vec2Settings;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.Precision;

/// Compares a converted wav2vec 2.0 with [ReferenceWav2Vec2] on one second of audio.
public final class AlignmentParity {
  private static final String OUTPUT = "log-probabilities";

  /// Rounding of 24 random blocks of full size stays below 1e-5; trained weights have channels
  /// hundreds of times larger than others, and amplify it. Two exchanged heads move even a small
  /// network of random weights by more than 1e-1.
  private static final double TOLERANCE = 1e-2;

  /// For each block, as each adds its rounding: that comes to 3e-7 for random weights. A GELU by
  /// the hyperbolic tangent, whose largest error is 5e-4, comes to 9e-5 a block where it does
  /// least: in a small network of random weights.
  private static final double BLOCK_TOLERANCE = 3e-5;

  /// Twelve random blocks of full size come to 0.002.
  private static final double HALF_TOLERANCE = 0.02;

  /// Twelve random blocks of full size come to 0.08; one wrong scale moves a small network by more
  /// than 0.5.
  private static final double CODED_TOLERANCE = 0.3;

  private final TensorStore weights;
  private final Wav2Vec2Settings settings;
  private final int sampleRate;
  private final boolean normalised;

  /// @param weights of the original
  /// @param normalised whether the network wants audio of mean 0 and variance 1
  public AlignmentParity(
      TensorStore weights, Wav2Vec2Settings settings, int sampleRate, boolean normalised) {
    this.weights = weights;
    this.settings = settings;
    this.sampleRate = sampleRate;
    this.normalised = normalised;
  }

  /// @throws voxcrate.problem.ToolException when `model` computes something else
  public Parity check(Path model, Precision precision, String name) {
    var waveform = TestSignal.waveform(sampleRate, sampleRate);
    if (normalised) {
      TestSignal.normalise(waveform);
    }
    var reference = new ReferenceWav2Vec2(weights, settings);
    var expected = reference.logProbabilities(waveform).numbers;
    var actual = run(model, name, waveform);
    return Difference.orRefuse(
        name, OUTPUT, differences(precision, reference.blocks(), actual, expected));
  }

  private List<Difference> differences(
      Precision precision, int blocks, float[] actual, double[] expected) {
    return switch (precision) {
      case F32 ->
          List.of(
              new Difference(
                  OUTPUT, "", sampleRate, Difference.largest(actual, expected), TOLERANCE),
              inTheMean(actual, expected, blocks * BLOCK_TOLERANCE));
      case F16 -> List.of(inTheMean(actual, expected, HALF_TOLERANCE));
      case INT8 -> List.of(inTheMean(actual, expected, CODED_TOLERANCE));
    };
  }

  private Difference inTheMean(float[] actual, double[] expected, double tolerance) {
    return Difference.ofMeanSquares(OUTPUT, sampleRate, actual, expected, tolerance);
  }

  private static float[] run(Path model, String name, float[] waveform) {
    try (var session = new OnnxSession(model)) {
      return session.run(Map.of("waveform", Input.of(waveform, 1, 1, waveform.length)));
    } catch (OrtException e) {
      throw Refusal.parity(name, "ONNX Runtime says: " + e.getMessage(), "a model that runs");
    }
  }
}
