package voxcrate.bundler.convert.parity;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.DoubleStream;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.parity.OnnxSession.Input;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.FilterBank;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.Precision;

/// Compares a converted ResNet34 with [ReferenceResNet] on one second of features and three
/// speakers: one who is active in stretches, one in fractions, one never.
public final class EmbeddingParity {
  private static final String OUTPUT = "embeddings";
  private static final String RELATIVE = ", relative to the largest value";

  /// The trunk has no recurrence to amplify rounding: float32 stays below 1e-5.
  private static final double TOLERANCE = 1e-3;

  /// Random and trained full-size weights come to 0.004.
  private static final double HALF_TOLERANCE = 0.02;

  /// Random weights come to 0.18 on this noise, trained ones to 0.27 (on speech, where the ranges
  /// were found, to 0.17: a cosine of 0.985). A wrong scale of an image moves them by more.
  private static final double CODED_TOLERANCE = 0.5;

  private static final int SPEAKERS = 3;

  private final TensorStore weights;
  private final int sampleRate;
  private final FilterBank filterBank;

  /// @param weights of the original
  public EmbeddingParity(TensorStore weights, int sampleRate, FilterBank filterBank) {
    this.weights = weights;
    this.sampleRate = sampleRate;
    this.filterBank = filterBank;
  }

  /// @throws voxcrate.problem.ToolException when `model` computes something else
  public Parity check(Path model, Precision precision, String name) {
    int frames = (sampleRate - filterBank.frameSamples()) / filterBank.shiftSamples() + 1;
    var features = TestSignal.features(frames, filterBank.bins());
    var reference = new ReferenceResNet(weights, features, frames, filterBank.bins());
    var masks = masks(reference.trunkFrames());
    var expected = reference.embeddings(masks);
    var actual = run(model, name, features, masks);
    return difference(precision, actual, expected).orRefuse(name);
  }

  private Difference difference(Precision precision, float[] actual, double[] expected) {
    return switch (precision) {
      case F32 -> {
        double scale = DoubleStream.of(expected).map(Math::abs).max().orElse(1);
        double largest = Difference.largest(actual, expected) / scale;
        yield new Difference(OUTPUT, RELATIVE, sampleRate, largest, TOLERANCE);
      }
      case F16 -> Difference.ofMeanSquares(OUTPUT, sampleRate, actual, expected, HALF_TOLERANCE);
      case INT8 -> Difference.ofMeanSquares(OUTPUT, sampleRate, actual, expected, CODED_TOLERANCE);
    };
  }

  private float[] run(Path model, String name, float[] features, Matrix masks) {
    long frames = features.length / filterBank.bins();
    var weightsOfMasks = new float[masks.numbers.length];
    for (int i = 0; i < weightsOfMasks.length; i++) {
      weightsOfMasks[i] = (float) masks.numbers[i];
    }
    try (var session = new OnnxSession(model)) {
      return session.run(
          Map.of(
              "features",
              Input.of(features, 1, frames, filterBank.bins()),
              "weights",
              Input.of(weightsOfMasks, 1, SPEAKERS, masks.columns)));
    } catch (OrtException e) {
      throw Refusal.parity(name, "ONNX Runtime says: " + e.getMessage(), "a model that runs");
    }
  }

  /// speakers × trunk frames
  private static Matrix masks(int frames) {
    var masks = new Matrix(SPEAKERS, frames);
    for (int t = 0; t < frames; t++) {
      masks.set(0, t, t % 5 < 3 ? 1 : 0);
      masks.set(1, t, (t % 4) / 4.0);
    }
    return masks;
  }
}
