package voxcrate.bundler.convert.calibration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import voxcrate.bundler.convert.arch.ResNetExporter;
import voxcrate.bundler.convert.arch.ResNetShape;
import voxcrate.bundler.convert.onnx.CodeRange;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.FilterBank;

/// Finds the ranges of the images inside a network by letting it hear speech: from the smallest to
/// the largest number that each image ever has. Narrower ranges, which would give the usual numbers
/// finer codes, cost real recordings more than they save: their extremes lie beyond those of the
/// few seconds that are heard here (measured, see `docs/adr/0013-precision.md`).
public final class Calibration {
  private static final int STEP_BITS = 4;

  /// Of an image without any number but 0.
  private static final float SMALLEST = 0x1p-20f;

  private final FilterBank bank;
  private final Features features;

  /// @param sampleRate of the model. The recordings' is not changed to it: ranges are not about
  ///     the pitch of voices
  public Calibration(FilterBank bank, int sampleRate) {
    this.bank = bank;
    this.features = new Features(bank, sampleRate);
  }

  /// By the names of the images.
  ///
  /// @param graph with the extreme numbers of its images as outputs
  /// @param file of the checkpoint, for a refusal
  /// @throws voxcrate.problem.ToolException when an image has infinite numbers
  public Map<String, CodeRange> ranges(OnnxGraph graph, String file) {
    var extremes = new HashMap<String, Float>();
    try (var observed = new ObservedGraph(graph, file)) {
      for (var waveform : CalibrationSpeech.waveforms().toList()) {
        int frames = features.frames(waveform.length);
        int trunkFrames = ResNetShape.trunkFrames(frames);
        observed
            .numbers(features.of(waveform), bank.bins(), trunkFrames)
            .forEach((name, number) -> extremes.merge(name, number, (a, b) -> further(name, a, b)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ranges(extremes, file);
  }

  private static float further(String output, float a, float b) {
    return output.startsWith(ResNetExporter.LEAST) ? Math.min(a, b) : Math.max(a, b);
  }

  private static Map<String, CodeRange> ranges(Map<String, Float> extremes, String file) {
    var ranges = new HashMap<String, CodeRange>();
    extremes.forEach(
        (output, least) -> {
          if (output.startsWith(ResNetExporter.LEAST)) {
            var image = output.substring(ResNetExporter.LEAST.length());
            float most = extremes.getOrDefault(ResNetExporter.MOST + image, Float.NaN);
            ranges.put(image, range(least, most, file));
          }
        });
    return ranges;
  }

  private static CodeRange range(float least, float most, String file) {
    if (!Float.isFinite(least) || !Float.isFinite(most)) {
      throw Refusal.architecture(file, "images with infinite numbers, which 8 bits cannot hold");
    }
    return new CodeRange(-outwards(-least), Math.max(outwards(most), SMALLEST));
  }

  /// The next of sixteen steps between powers of two: the last digits of a sum depend on the
  /// processor that added it up, and the same checkpoint is to give the same bytes on all of them.
  private static float outwards(float number) {
    if (number <= 0) {
      return 0;
    }
    float step = Math.scalb(1f, Math.getExponent(number) - STEP_BITS);
    return (float) Math.ceil(number / step) * step;
  }
}
