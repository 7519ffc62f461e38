package voxcrate.engine.audio;

import java.nio.file.Path;
import voxcrate.engine.audio.ChannelChoice.Average;
import voxcrate.engine.audio.ChannelChoice.Single;

/// A recording as the models hear it: one channel, float samples in [-1, 1], at the models' sample
/// rate. It is read once, from front to back, and never held as a whole.
///
/// Not thread-safe; the owner closes it.
public final class Waveform implements AutoCloseable {
  private static final int BLOCK_FRAMES = 1 << 13;

  private final Path file;
  private final AudioDecoder decoder;
  private final ChannelChoice choice;
  private final Resampler resampler;
  private final int sampleRate;
  private final float[] interleaved;
  private final float[] mono = new float[BLOCK_FRAMES];
  private boolean ended;
  private long samplesRead;

  private Waveform(Path file, AudioDecoder decoder, ChannelChoice choice, int sampleRate) {
    this.file = file;
    this.decoder = decoder;
    this.choice = choice;
    this.sampleRate = sampleRate;
    this.resampler = new Resampler(decoder.format().sampleRate(), sampleRate);
    this.interleaved = new float[BLOCK_FRAMES * decoder.format().channels()];
  }

  /// @throws voxcrate.problem.ToolException when the file is absent, broken or of another kind
  public static Waveform open(Path file, ChannelChoice choice, int sampleRate) {
    var decoder = AudioDecoder.open(file, DecodingOptions.DEFAULT);
    if (choice instanceof Single(int number) && number > decoder.format().channels()) {
      int channels = decoder.format().channels();
      decoder.close();
      throw AudioProblem.noSuchChannel(file, number, channels);
    }
    return new Waveform(file, decoder, choice, sampleRate);
  }

  /// Samples a second, on this side of the resampler.
  public int sampleRate() {
    return sampleRate;
  }

  /// Length as the file states it; 0 where it does not.
  public double statedSeconds() {
    var format = decoder.format();
    return Math.max(0, format.frames()) / (double) format.sampleRate();
  }

  /// Length of what has been read so far.
  public double secondsRead() {
    return samplesRead / (double) sampleRate;
  }

  /// Fills `target` from `from` on, as far as the recording goes.
  ///
  /// @return samples written: fewer than `length` only at the end
  public int read(float[] target, int from, int length) {
    int written = 0;
    while (written < length) {
      int taken = resampler.drain(target, from + written, length - written);
      written += taken;
      if (taken == 0 && !feed()) {
        break;
      }
    }
    samplesRead += written;
    if (samplesRead == 0 && length > 0) {
      throw AudioProblem.empty(file);
    }
    return written;
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
    mix(frames);
    resampler.feed(mono, frames);
    return true;
  }

  private void mix(int frames) {
    int channels = decoder.format().channels();
    switch (choice) {
      case Average() -> {
        for (int i = 0; i < frames; i++) {
          float sum = 0;
          for (int channel = 0; channel < channels; channel++) {
            sum += interleaved[i * channels + channel];
          }
          mono[i] = sum / channels;
        }
      }
      case Single(int number) -> {
        for (int i = 0; i < frames; i++) {
          mono[i] = interleaved[i * channels + number - 1];
        }
      }
    }
  }
}
