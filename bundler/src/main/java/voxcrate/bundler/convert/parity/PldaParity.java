package voxcrate.bundler.convert.parity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import voxcrate.bundler.convert.checkpoint.PldaFiles;
import voxcrate.model.ModelDescriptor.Parity;

/// Holds a converted PLDA against what its numbers are defined by: its means and its discriminant
/// analysis are the original's, its transform makes the covariance within speakers the identity and
/// that between speakers diagonal with the variances Φ, largest first. By that T is determined up
/// to the signs of its rows, which do not matter.
public final class PldaParity {
  private static final String OUTPUT = "PLDA covariances";

  /// No audio is compared.
  private static final long SAMPLES = 0;

  /// Of the largest variance. Inverting the covariances of community-1 leaves less than 1e-14
  /// (measured), of ill-conditioned ones more; a number off by a thousandth leaves more than 1e-4.
  private static final double TOLERANCE = 1e-8;

  private final PldaFiles original;
  private final ReferencePlda reference;

  /// @throws voxcrate.problem.ToolException when the original's `tr` has no inverse
  public PldaParity(PldaFiles original) {
    this.original = original;
    this.reference = new ReferencePlda(original);
  }

  /// @param converted the file's bytes
  /// @throws voxcrate.problem.ToolException when they say something else
  public Parity check(byte[] converted, String name) {
    var numbers = ByteBuffer.wrap(converted).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
    return new Difference(OUTPUT, "", SAMPLES, largest(numbers), TOLERANCE).orRefuse(name);
  }

  private double largest(DoubleBuffer converted) {
    int input = original.inputDimension();
    int dimension = original.dimension();
    long numbers = input + (long) dimension * (input + dimension + 3);
    if (converted.remaining() != numbers) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = difference(next(converted, input), original.mean1());
    largest = Math.max(largest, difference(next(converted, input * dimension), original.lda()));
    largest = Math.max(largest, difference(next(converted, dimension), original.mean2()));
    largest = Math.max(largest, difference(next(converted, dimension), original.mu()));
    var transform = new Matrix(dimension, dimension, next(converted, dimension * dimension));
    return Math.max(largest, reference.largest(transform, next(converted, dimension)));
  }

  private static double[] next(DoubleBuffer from, int length) {
    var numbers = new double[length];
    from.get(numbers);
    return numbers;
  }

  /// What is no number makes the result none, and that is refused too.
  private static double difference(double[] actual, double[] expected) {
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
    }
    return largest;
  }
}
