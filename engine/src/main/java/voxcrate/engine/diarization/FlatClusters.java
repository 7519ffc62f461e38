package voxcrate.engine.diarization;

import java.util.Arrays;

/// Labels of a cut through a dendrogram, with those clusters told apart that are large enough to be
/// a speaker.
final class FlatClusters {
  private final int[] labels;
  private final int[] sizes;
  private final int minSize;

  FlatClusters(int[] labels, int minSize) {
    this.labels = labels;
    this.minSize = minSize;
    this.sizes = new int[Arrays.stream(labels).max().orElse(-1) + 1];
    for (int label : labels) {
      sizes[label]++;
    }
  }

  int[] labels() {
    return labels.clone();
  }

  int clusters() {
    return sizes.length;
  }

  boolean isLarge(int cluster) {
    return sizes[cluster] >= minSize;
  }

  int largeClusters() {
    return (int) Arrays.stream(sizes).filter(size -> size >= minSize).count();
  }
}
