package voxcrate.engine.clustering;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Groups vectors around a given number of points so that the squares of their distances are small:
/// Lloyd's algorithm from the best of a few starts, which are drawn by k-means++ (Arthur and
/// Vassilvitskii, "k-means++: The advantages of careful seeding", 2007), trying several candidates
/// for each point as its authors advise.
///
/// Many groupings are nearly as good as the best, and chance decides among them. This one draws the
/// numbers that scikit-learn's `KMeans(n_init=3, random_state=42)` draws, which pyannote.audio
/// calls, and ends where it ends: the groups and their order are the same.
public final class KMeans {
  private static final int STARTS = 3;
  private static final int SEED = 42;
  private static final int MAX_ITERATIONS = 300;

  /// Points that move by less, as a share of the vectors' mean variance along an axis, are there.
  private static final double TOLERANCE = 1e-4;

  private final List<float[]> vectors;
  private final int clusters;
  private final double leastMove;
  private final MersenneTwister random = new MersenneTwister(SEED);

  private KMeans(List<float[]> vectors, int clusters) {
    this.vectors = vectors;
    this.clusters = clusters;
    this.leastMove = TOLERANCE * meanVariance(vectors);
  }

  /// @param clusters from 1 up; fewer come out where fewer vectors differ
  /// @return for each vector its group, from 0 without gaps
  public static int[] labels(List<float[]> vectors, int clusters) {
    return withoutGaps(new KMeans(vectors, clusters).best().labels());
  }

  private Grouping best() {
    var best = run();
    for (int start = 1; start < STARTS; start++) {
      var other = run();
      // Rounding alone must not decide about the order of equal groups.
      if (other.inertia() < best.inertia() && !other.hasGroupsOf(best)) {
        best = other;
      }
    }
    return best;
  }

  private Grouping run() {
    var grouping = Grouping.around(KMeansSeeds.draw(vectors, clusters, random), vectors);
    for (int i = 0; i < MAX_ITERATIONS; i++) {
      var next = grouping.moved(vectors);
      boolean arrived =
          Arrays.equals(next.labels(), grouping.labels())
              || next.squaredMoveFrom(grouping) <= leastMove;
      grouping = next;
      if (arrived) {
        break;
      }
    }
    return grouping;
  }

  private static double meanVariance(List<float[]> vectors) {
    var all = Grouping.around(Centroids.of(vectors, new int[vectors.size()]).points(), vectors);
    return all.inertia() / vectors.size() / vectors.getFirst().length;
  }

  private static int[] withoutGaps(int[] labels) {
    var used = IntStream.of(labels).sorted().distinct().toArray();
    return IntStream.of(labels).map(label -> Arrays.binarySearch(used, label)).toArray();
  }
}
