package voxcrate.engine.audio;

import java.util.Arrays;
import voxcrate.engine.audio.ChannelChoice.Average;
import voxcrate.engine.audio.ChannelChoice.Single;

/// Makes one channel of many, and notices what listeners would: channels that hold the same sound,
/// and channels whose mean is silence.
final class ChannelMix {
  /// Of two channels' energy, so much is left where one is subtracted from the other: -30 dB.
  private static final double SAME = 1e-3;

  /// The mean of 64 channels that have nothing in common keeps 1/64 of their energy.
  private static final double CANCELLED = 1.0 / 200;

  private final ChannelChoice choice;
  private double[] energy = {};

  /// Of each channel with the one before it.
  private double[] common = {};

  private double mixedEnergy;

  ChannelMix(ChannelChoice choice) {
    this.choice = choice;
  }

  /// @param interleaved frames × channels
  void mix(float[] interleaved, int frames, int channels, float[] mono) {
    if (channels > energy.length) {
      energy = Arrays.copyOf(energy, channels);
      common = Arrays.copyOf(common, channels);
    }
    if (channels > 1) {
      watch(interleaved, frames, channels);
    }
    switch (choice) {
      case Average() -> average(interleaved, frames, channels, mono);
      case Single(int number) -> {
        for (int i = 0; i < frames; i++) {
          mono[i] = interleaved[i * channels + number - 1];
        }
      }
    }
  }

  /// Whether every channel holds the same sound, perhaps at another volume. One channel does not.
  boolean allTheSame() {
    for (int channel = 1; channel < energy.length; channel++) {
      if (!isCopy(channel)) {
        return false;
      }
    }
    return energy.length > 1;
  }

  /// Whether most of the sound is lost in the mean, as where one channel is another upside down.
  boolean cancels() {
    double mean = 0;
    for (int channel = 0; channel < energy.length; channel++) {
      mean += energy[channel] / energy.length;
    }
    return choice instanceof Average && energy.length > 1 && mixedEnergy < CANCELLED * mean;
  }

  private boolean isCopy(int channel) {
    double both = energy[channel] * energy[channel - 1];
    return both > 0 && 1 - common[channel] * common[channel] / both < SAME;
  }

  private void average(float[] interleaved, int frames, int channels, float[] mono) {
    for (int i = 0; i < frames; i++) {
      float sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += interleaved[i * channels + channel];
      }
      mono[i] = sum / channels;
      mixedEnergy += mono[i] * mono[i];
    }
  }

  private void watch(float[] interleaved, int frames, int channels) {
    for (int channel = 0; channel < channels; channel++) {
      double own = 0;
      double shared = 0;
      for (int i = channel; i < frames * channels; i += channels) {
        own += interleaved[i] * interleaved[i];
        shared += channel == 0 ? 0 : interleaved[i] * interleaved[i - 1];
      }
      energy[channel] += own;
      common[channel] += shared;
    }
  }
}
