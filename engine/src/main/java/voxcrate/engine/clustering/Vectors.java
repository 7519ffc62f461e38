package voxcrate.engine.clustering;

/// Arithmetic on vectors, in double precision.
public final class Vectors {
  /// Sums side by side: one would wait for its last addition each time.
  private static final int SUMS = 4;

  private Vectors() {}

  static double dot(float[] a, float[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + SUMS <= a.length; i += SUMS) {
      sum0 += (double) a[i] * b[i];
      sum1 += (double) a[i + 1] * b[i + 1];
      sum2 += (double) a[i + 2] * b[i + 2];
      sum3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += (double) a[i] * b[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  static double norm(float[] a) {
    return Math.sqrt(dot(a, a));
  }

  /// Of length 1.
  public static float[] unit(float[] a) {
    double norm = norm(a);
    var unit = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      unit[i] = (float) (a[i] / norm);
    }
    return unit;
  }

  static double squaredDistance(float[] a, float[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + SUMS <= a.length; i += SUMS) {
      sum0 += square((double) a[i] - b[i]);
      sum1 += square((double) a[i + 1] - b[i + 1]);
      sum2 += square((double) a[i + 2] - b[i + 2]);
      sum3 += square((double) a[i + 3] - b[i + 3]);
    }
    for (; i < a.length; i++) {
      sum0 += square((double) a[i] - b[i]);
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  private static double square(double value) {
    return value * value;
  }

  /// 1 - cosine of the angle between two vectors.
  static double cosineDistance(float[] a, float[] b) {
    return 1 - dot(a, b) / (norm(a) * norm(b));
  }
}
