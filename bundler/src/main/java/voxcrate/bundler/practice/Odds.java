package voxcrate.bundler.practice;

import java.util.Random;

/// Chance that falls the same way again: a seed tells which of the occasions are hit.
final class Odds {
  private static final int OCCASIONS = 1000;

  private final int perMille;
  private final Random random;

  Odds(Fault.ByChance fault) {
    this.perMille = fault.perMille();
    this.random = new Random(fault.seed());
  }

  boolean hit() {
    return random.nextInt(OCCASIONS) < perMille;
  }

  /// Any number from 0 up to, but not with, `bound`.
  long below(long bound) {
    return random.nextLong(bound);
  }
}
