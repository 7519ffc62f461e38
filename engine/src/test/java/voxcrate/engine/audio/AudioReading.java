package voxcrate.engine.audio;

import java.nio.file.Path;
import java.util.Arrays;
import voxcrate.engine.testing.Decoded;

/// Decodes whole files, as small ones may be in tests.
final class AudioReading {
  private static final int BLOCK_FRAMES = 4096;

  private AudioReading() {}

  static Decoded all(Path file, DecodingOptions options) {
    return all(file, options, Integer.MAX_VALUE);
  }

  /// @param most frames that make sense; an assertion fails behind them
  static Decoded all(Path file, DecodingOptions options, int most) {
    try (var decoder = AudioDecoder.open(file, options)) {
      int channels = decoder.format().channels();
      var block = new float[BLOCK_FRAMES * channels];
      var samples = new float[block.length];
      int count = 0;
      for (int n = decoder.read(block, BLOCK_FRAMES);
          n > 0;
          n = decoder.read(block, BLOCK_FRAMES)) {
        if (count + n * channels > samples.length) {
          samples = Arrays.copyOf(samples, 2 * samples.length + block.length);
        }
        System.arraycopy(block, 0, samples, count, n * channels);
        count += n * channels;
        if (count / channels > most) {
          throw new AssertionError("more than " + most + " frames of " + file);
        }
      }
      return new Decoded(decoder.format(), Arrays.copyOf(samples, count), decoder.damage());
    }
  }
}
