package voxcrate.engine.clustering;

/// The random numbers that NumPy's `RandomState` draws: MT19937 (Matsumoto and Nishimura,
/// "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number generator",
/// 1998), seeded and made into fractions as its authors' programs of 2002 do it.
final class MersenneTwister {
  private static final int WORDS = 624;
  private static final int DISTANCE = 397;
  private static final int TWIST = 0x9908b0df;

  private final int[] state = new int[WORDS];
  private int next = WORDS;

  MersenneTwister(int seed) {
    state[0] = seed;
    for (int i = 1; i < WORDS; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /// From 0 up to and without 1, in steps of 2 to the power of -53.
  double nextFraction() {
    double high = word() >>> 5;
    double low = word() >>> 6;
    return (high * 0x1p26 + low) * 0x1p-53;
  }

  private int word() {
    if (next == WORDS) {
      twist();
    }
    int word = state[next++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return word ^ (word >>> 18);
  }

  private void twist() {
    for (int i = 0; i < WORDS; i++) {
      int joined = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7fffffff);
      int twisted = (joined & 1) == 0 ? 0 : TWIST;
      state[i] = state[(i + DISTANCE) % WORDS] ^ (joined >>> 1) ^ twisted;
    }
    next = 0;
  }
}
