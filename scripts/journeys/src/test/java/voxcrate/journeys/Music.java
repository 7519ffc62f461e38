package voxcrate.journeys;

/// Plucked chords.
final class Music {
  private static final double[] NOTES = {261.6, 329.6, 392.0, 523.3, 440.0, 349.2, 293.7, 392.0};
  private static final double BEAT = 0.375;

  private Music() {}

  /// @param seconds how long it is played
  static float[] chords(double seconds, int rate) {
    var music = new float[(int) (seconds * rate)];
    for (int i = 0; i < music.length; i++) {
      double time = i / (double) rate;
      double sincePluck = time % BEAT;
      for (int string = 0; string < 3; string++) {
        double hertz = NOTES[((int) (time / BEAT) + 2 * string) % NOTES.length];
        for (int harmonic = 1; harmonic < 6; harmonic++) {
          double tone = Math.sin(2 * Math.PI * hertz * harmonic * time) / harmonic;
          music[i] += (float) (0.08 * Math.exp(-3 * sincePluck) * tone);
        }
      }
    }
    return music;
  }
}
