package voxcrate.bundler.convert.parity;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor.Parity;

/// How far two results are apart, and how far they may be.
///
/// @param output what was compared
/// @param measure how, as the words that follow the output; empty for plain differences
/// @param samples length of the audio
/// @param largest difference found
record Difference(String output, String measure, long samples, double largest, double tolerance) {

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

  /// The root mean square of the differences, relative to the standard deviation of the numbers
  /// themselves. Rounding makes single differences large, at places that chance chooses; their mean
  /// is steady. In less than single precision it alone says something; in single precision it says
  /// more than the largest difference does of a function that is slightly another one everywhere.
  static Difference ofMeanSquares(
      String output, long samples, float[] actual, double[] expected, double tolerance) {
    double relative = actual.length == expected.length ? relative(actual, expected) : Double.NaN;
    return new Difference(
        output,
        ", root mean square relative to their deviation",
        samples,
        Double.isFinite(relative) ? relative : Double.POSITIVE_INFINITY,
        tolerance);
  }

  private static double relative(float[] actual, double[] expected) {
    double mean = DoubleStream.of(expected).average().orElse(0);
    double differences = 0;
    double deviations = 0;
    for (int i = 0; i < expected.length; i++) {
      differences += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      deviations += (expected[i] - mean) * (expected[i] - mean);
    }
    return Math.sqrt(differences / deviations);
  }

  /// Of several, which all have to be within their tolerance, the one that comes nearest to it.
  ///
  /// @param outputs what all of them together are called
  /// @throws voxcrate.problem.ToolException when one exceeds its tolerance
  static Parity orRefuse(String model, String outputs, List<Difference> all) {
    all.forEach(difference -> difference.orRefuse(model));
    var nearest =
        all.stream()
            .max(Comparator.comparingDouble(found -> found.largest / found.tolerance))
            .orElseThrow();
    return new Difference(
            outputs, nearest.measure, nearest.samples, nearest.largest, nearest.tolerance)
        .orRefuse(model);
  }

  /// @throws voxcrate.problem.ToolException when the difference exceeds the tolerance
  Parity orRefuse(String model) {
    if (!(largest <= tolerance)) {
      throw Refusal.parity(
          model,
          String.format(Locale.ROOT, "%s differ by %.3g", output + measure, largest),
          String.format(Locale.ROOT, "a difference of at most %.3g", tolerance));
    }
    return new Parity(output + measure, samples, roundedUp(), tolerance);
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
