package voxcrate.bundler.convert.parity;

import java.util.Locale;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.Parity;

/// How far two results are apart, and how far they may be.
///
/// @param output what was compared
/// @param samples length of the audio
/// @param largest difference found
record Difference(String output, long samples, double largest, double tolerance) {

  static double largest(float[] actual, double[] expected) {
    if (actual.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]);
      largest = difference <= largest ? largest : difference; // keeps NaN
      if (Double.isNaN(largest)) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return largest;
  }

  /// @throws voxcrate.problem.ToolException when the difference exceeds the tolerance
  Parity orRefuse(String model) {
    if (!(largest <= tolerance)) {
      throw Refusal.parity(
          model,
          String.format(Locale.ROOT, "%s differ by %.3g", output, largest),
          String.format(Locale.ROOT, "a difference of at most %.3g", tolerance));
    }
    return new Parity(output, samples, roundedUp(), tolerance);
  }

  /// To a power of ten: the last digits depend on the processor that computed them, and the
  /// descriptor is to be the same everywhere.
  private double roundedUp() {
    double bound = tolerance;
    while (bound / 10 >= largest && bound > 1e-9) {
      bound = Double.parseDouble(String.format(Locale.ROOT, "%.0e", bound / 10));
    }
    return bound;
  }
}
