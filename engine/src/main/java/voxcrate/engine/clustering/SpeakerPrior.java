package voxcrate.engine.clustering;

/// What is known of speakers before any is heard, and how much that counts.
final class SpeakerPrior {
  private final double[] betweenSpeakers;
  private final double fa;
  private final double fb;

  SpeakerPrior(double[] betweenSpeakers, double fa, double fb) {
    this.betweenSpeakers = betweenSpeakers.clone();
    this.fa = fa;
    this.fb = fb;
  }

  int dimension() {
    return betweenSpeakers.length;
  }

  /// Φ along one axis.
  double variance(int axis) {
    return betweenSpeakers[axis];
  }

  double fa() {
    return fa;
  }

  double fb() {
    return fb;
  }
}
