package voxcrate.engine.clustering;

import java.util.Arrays;
import java.util.List;

/// A few directions, at right angles to each other, along which vectors differ most: two vectors
/// are at least as far apart as they are along these.
///
/// Found by orthogonal iteration on a sample. They need not be the best ones: a worse choice makes
/// the bound looser, never wrong.
final class LeadingAxes {
  private static final int SAMPLE = 1000;
  private static final int ITERATIONS = 4;

  /// A direction that loses more of its length than this was made of the earlier ones.
  private static final double LEAST_LEFT = 1e-6;

  /// Axes × dimension; all zeros where the vectors have fewer directions.
  private final double[][] axes;

  private LeadingAxes(double[][] axes) {
    this.axes = axes;
  }

  /// @param vectors at least one
  static LeadingAxes of(List<float[]> vectors, int count) {
    var sample = centred(vectors);
    var axes = start(count, vectors.getFirst().length);
    for (int i = 0; i < ITERATIONS; i++) {
      axes = stretched(axes, sample);
      makeOrthonormal(axes);
    }
    return new LeadingAxes(axes);
  }

  /// Vectors from all over the list, with their mean moved to zero.
  private static double[][] centred(List<float[]> vectors) {
    int step = Math.ceilDiv(vectors.size(), SAMPLE);
    var sample = new double[Math.ceilDiv(vectors.size(), step)][vectors.getFirst().length];
    var mean = new double[sample[0].length];
    for (int i = 0; i < sample.length; i++) {
      for (int d = 0; d < mean.length; d++) {
        sample[i][d] = vectors.get(i * step)[d];
        mean[d] += sample[i][d] / sample.length;
      }
    }
    for (var vector : sample) {
      add(vector, -1, mean);
    }
    return sample;
  }

  /// Any directions that no data set is likely to be at right angles to.
  private static double[][] start(int count, int dimension) {
    var axes = new double[count][dimension];
    for (int axis = 0; axis < count; axis++) {
      for (int d = 0; d < dimension; d++) {
        axes[axis][d] = Math.cos((axis + 1) * (d + 0.5) * Math.PI / dimension);
      }
    }
    makeOrthonormal(axes);
    return axes;
  }

  /// Each axis turned towards where the sample extends.
  private static double[][] stretched(double[][] axes, double[][] sample) {
    var turned = new double[axes.length][axes[0].length];
    for (var vector : sample) {
      for (int axis = 0; axis < axes.length; axis++) {
        add(turned[axis], dot(axes[axis], vector), vector);
      }
    }
    return turned;
  }

  /// By Gram and Schmidt's method, twice over: once leaves rounding errors.
  private static void makeOrthonormal(double[][] axes) {
    for (int axis = 0; axis < axes.length; axis++) {
      double before = Math.sqrt(dot(axes[axis], axes[axis]));
      for (int earlier = 0; earlier < 2 * axis; earlier++) {
        var other = axes[earlier % axis];
        add(axes[axis], -dot(axes[axis], other), other);
      }
      double after = Math.sqrt(dot(axes[axis], axes[axis]));
      if (after <= LEAST_LEFT * before) {
        Arrays.fill(axes[axis], 0);
      } else {
        scale(axes[axis], 1 / after);
      }
    }
  }

  /// Where a vector lies along each axis.
  void project(double[] vector, float[] coordinates) {
    for (int axis = 0; axis < axes.length; axis++) {
      coordinates[axis] = (float) dot(axes[axis], vector);
    }
  }

  int count() {
    return axes.length;
  }

  private static double dot(double[] a, double[] b) {
    double even = 0;
    double odd = 0;
    int pairs = a.length / 2 * 2;
    for (int i = 0; i < pairs; i += 2) {
      even += a[i] * b[i];
      odd += a[i + 1] * b[i + 1];
    }
    return pairs < a.length ? even + odd + a[pairs] * b[pairs] : even + odd;
  }

  private static void add(double[] target, double factor, double[] vector) {
    for (int d = 0; d < target.length; d++) {
      target[d] += factor * vector[d];
    }
  }

  private static void scale(double[] vector, double factor) {
    for (int d = 0; d < vector.length; d++) {
      vector[d] *= factor;
    }
  }
}
