package voxcrate.engine.diarization;

import java.util.List;

/// Arithmetic on embeddings.
final class Vectors {
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
  static float[] unit(float[] a) {
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

  /// For each label 0…`labels` - 1 the mean of its vectors.
  static float[][] means(List<float[]> vectors, int[] label, int labels) {
    int dimension = vectors.getFirst().length;
    var sums = new double[labels][dimension];
    var members = new int[labels];
    for (int i = 0; i < label.length; i++) {
      members[label[i]]++;
      for (int d = 0; d < dimension; d++) {
        sums[label[i]][d] += vectors.get(i)[d];
      }
    }
    var means = new float[labels][dimension];
    for (int k = 0; k < labels; k++) {
      for (int d = 0; d < dimension; d++) {
        means[k][d] = (float) (sums[k][d] / members[k]);
      }
    }
    return means;
  }
}
