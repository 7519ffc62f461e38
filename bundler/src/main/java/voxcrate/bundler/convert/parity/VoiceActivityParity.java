package voxcrate.bundler.convert.parity;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import voxcrate.bundler.convert.checkpoint.VoiceActivityWeights;
import voxcrate.bundler.convert.parity.OnnxSession.Input;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.Parity;

/// Compares a converted voice activity network with [ReferenceVoiceActivity] on one second of
/// audio: 31 windows, in two runs, so that what is remembered between them counts.
public final class VoiceActivityParity {
  private static final String OUTPUT = "probabilities";

  /// Trained weights come to 1e-6. Two exchanged gates or filters move even random ones by more
  /// than 1e-3.
  private static final double TOLERANCE = 1e-4;

  private final VoiceActivityWeights weights;
  private final int sampleRate;
  private final int windowSamples;
  private final int contextSamples;

  /// @param contextSamples of the window before that each window is heard with
  public VoiceActivityParity(
      VoiceActivityWeights weights, int sampleRate, int windowSamples, int contextSamples) {
    this.weights = weights;
    this.sampleRate = sampleRate;
    this.windowSamples = windowSamples;
    this.contextSamples = contextSamples;
  }

  /// @throws voxcrate.problem.ToolException when `model` computes something else
  public Parity check(Path model, String name) {
    var waveform = TestSignal.waveform(sampleRate, sampleRate);
    var expected = new ReferenceVoiceActivity(weights).probabilities(waveform);
    var actual = run(model, name, waveform, expected.length);
    double largest = Difference.largest(actual, expected);
    return new Difference(OUTPUT, "", waveform.length, largest, TOLERANCE).orRefuse(name);
  }

  private float[] run(Path model, String name, float[] waveform, int windows) {
    int size = weights.memory().size();
    var probabilities = new float[windows];
    var hidden = Input.of(new float[size], 1, 1, size);
    var cell = Input.of(new float[size], 1, 1, size);
    try (var session = new OnnxSession(model)) {
      int half = windows / 2;
      for (int from = 0; from < windows; from += half) {
        int count = Math.min(half, windows - from);
        var results =
            session.outputs(
                Map.of("waveform", windows(waveform, from, count), "hidden", hidden, "cell", cell));
        var part = named(results, "probabilities").toArray();
        System.arraycopy(part, 0, probabilities, from, count);
        hidden = named(results, "hidden_after");
        cell = named(results, "cell_after");
      }
      return probabilities;
    } catch (OrtException e) {
      throw Refusal.parity(name, "ONNX Runtime says: " + e.getMessage(), "a model that runs");
    }
  }

  private static OnnxSession.Floats named(Map<String, OnnxSession.Floats> results, String name) {
    return Objects.requireNonNull(results.get(name), name);
  }

  /// @param from number of the first window
  private OnnxSession.Floats windows(float[] waveform, int from, int count) {
    int length = contextSamples + windowSamples;
    var windows = new float[count * length];
    for (int i = 0; i < windows.length; i++) {
      int at = (from + i / length) * windowSamples + i % length - contextSamples;
      windows[i] = at < 0 ? 0 : waveform[at];
    }
    return Input.of(windows, count, length);
  }
}
