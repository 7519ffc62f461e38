package voxcrate.engine.clustering;

/// Arithmetic on vectors, in double precision.
public final class Vectors {
  private Vectors() {}

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
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
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  /// 1 - cosine of the angle between two vectors.
  static double cosineDistance(float[] a, float[] b) {
    return 1 - dot(a, b) / (norm(a) * norm(b));
  }
}
