package voxcrate.engine.clustering;

import java.util.Arrays;
import java.util.List;

/// Draws the first points for k-means: each one with a probability that grows with the square of
/// its distance from those there are.
final class KMeansSeeds {
  private final List<float[]> vectors;
  private final MersenneTwister random;

  /// From each vector to the nearest point drawn.
  private double[] squares;

  private KMeansSeeds(List<float[]> vectors, MersenneTwister random) {
    this.vectors = vectors;
    this.random = random;
    squares = new double[vectors.size()];
    Arrays.fill(squares, Double.POSITIVE_INFINITY);
  }

  static float[][] draw(List<float[]> vectors, int count, MersenneTwister random) {
    var seeds = new KMeansSeeds(vectors, random);
    var points = new float[count][];
    points[0] = seeds.take((int) (random.nextFraction() * vectors.size()));
    // As many candidates as the authors' own program tries.
    int candidates = 2 + (int) Math.log(count);
    for (int i = 1; i < count; i++) {
      points[i] = seeds.take(seeds.bestOf(candidates));
    }
    return points;
  }

  private float[] take(int index) {
    squares = with(index);
    return vectors.get(index);
  }

  /// The squares as they were if this vector were a point too.
  private double[] with(int index) {
    var point = vectors.get(index);
    var nearer = new double[squares.length];
    for (int i = 0; i < nearer.length; i++) {
      nearer[i] = Math.min(squares[i], Vectors.squaredDistance(vectors.get(i), point));
    }
    return nearer;
  }

  /// Of several candidates the one that leaves the smallest sum of squares.
  private int bestOf(int candidates) {
    int best = candidate();
    double bestSum = Arrays.stream(with(best)).sum();
    for (int i = 1; i < candidates; i++) {
      int candidate = candidate();
      double sum = Arrays.stream(with(candidate)).sum();
      if (sum < bestSum) {
        best = candidate;
        bestSum = sum;
      }
    }
    return best;
  }

  private int candidate() {
    double wanted = random.nextFraction() * Arrays.stream(squares).sum();
    int index = 0;
    double sum = squares[0];
    while (index < squares.length - 1 && sum < wanted) {
      index++;
      sum += squares[index];
    }
    return index;
  }
}
