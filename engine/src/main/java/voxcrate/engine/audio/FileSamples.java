package voxcrate.engine.audio;

import java.nio.file.Path;
import java.util.Optional;
import voxcrate.engine.audio.stream.Damage;

/// The samples of one of a recording's files: one channel, at the rate of the models. Not
/// thread-safe; the owner closes it.
final class FileSamples implements AutoCloseable {
  private static final int BLOCK_FRAMES = 1 << 13;

  private final Path file;
  private final AudioDecoder decoder;
  private final ChannelMix mix;
  private final Resampler resampler;
  private final int sampleRate;
  private final float[] interleaved;
  private final float[] mono = new float[BLOCK_FRAMES];
  private boolean ended;
  private double secondsSkipped;
  private long samplesRead;

  private FileSamples(Path file, AudioDecoder decoder, ChannelMix mix, int sampleRate) {
    this.file = file;
    this.decoder = decoder;
    this.mix = mix;
    this.sampleRate = sampleRate;
    this.resampler = new Resampler(decoder.format().sampleRate(), sampleRate);
    this.interleaved = new float[BLOCK_FRAMES * decoder.format().channels()];
  }

  static FileSamples open(Path file, DecodingOptions options, ChannelMix mix, int sampleRate) {
    return new FileSamples(file, AudioDecoder.open(file, options), mix, sampleRate);
  }

  /// Steps over the beginning; to be called before [#read].
  ///
  /// @return seconds stepped over: fewer only when the file is shorter
  double skip(double seconds) {
    long frames = (long) (seconds * decoder.format().sampleRate());
    long left = frames;
    while (left > 0) {
      long skipped = decoder.skip(left);
      if (skipped == 0) {
        skipped = decoder.read(interleaved, (int) Math.min(left, BLOCK_FRAMES));
      }
      if (skipped == 0) {
        break;
      }
      left -= skipped;
    }
    secondsSkipped = left == 0 ? seconds : decoder.format().seconds(frames - left);
    return secondsSkipped;
  }

  /// Fills `target` from `from` on, as far as the file goes.
  ///
  /// @return samples written: fewer than `length` only at the end
  int read(float[] target, int from, int length) {
    int written = 0;
    while (written < length) {
      int taken = resampler.drain(target, from + written, length - written);
      written += taken;
      if (taken == 0 && !feed()) {
        break;
      }
    }
    samplesRead += written;
    return written;
  }

  HeardFile heard(double startSeconds) {
    return new HeardFile(file, startSeconds, seconds(), damage());
  }

  /// As far as it was gone through.
  double seconds() {
    return secondsSkipped + samplesRead / (double) sampleRate;
  }

  private Optional<Damage> damage() {
    return decoder.damage();
  }

  @Override
  public void close() {
    decoder.close();
  }

  /// Moves one block from the decoder to the resampler; false when there is nothing left to move.
  private boolean feed() {
    if (ended) {
      return false;
    }
    int frames = decoder.read(interleaved, BLOCK_FRAMES);
    if (frames == 0) {
      ended = true;
      resampler.finish();
      return true;
    }
    mix.mix(interleaved, frames, decoder.format().channels(), mono);
    resampler.feed(mono, frames);
    return true;
  }
}
