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

/// Compares a converted ResNet34 with [ReferenceResNet] on one second of features and three
/// speakers: one who is active in stretches, one in fractions, one never.
public final class EmbeddingParity {
  private static final String OUTPUT = "embeddings, relative to the largest value";

  /// The trunk has no recurrence to amplify rounding: float32 stays below 1e-5.
  private static final double TOLERANCE = 1e-3;

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
  public Parity check(Path model, String name) {
    int frames = (sampleRate - filterBank.frameSamples()) / filterBank.shiftSamples() + 1;
    var features = TestSignal.features(frames, filterBank.bins());
    var reference = new ReferenceResNet(weights, features, frames, filterBank.bins());
    var masks = masks(reference.trunkFrames());
    var expected = reference.embeddings(masks);
    var actual = run(model, name, features, masks);
    double scale = DoubleStream.of(expected).map(Math::abs).max().orElse(1);
    double largest = Difference.largest(actual, expected) / scale;
    return new Difference(OUTPUT, sampleRate, largest, TOLERANCE).orRefuse(name);
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
