package voxcrate.bundler.convert.parity;

import java.util.Random;

/// Input for the comparison, the same on every machine.
final class TestSignal {
  private static final long SEED = 20260101;

  private TestSignal() {}

  /// Speech-like enough to move every part of the network: a gliding voice with harmonics, rising
  /// and falling four times a second, over noise. Range -1 to 1.
  static float[] waveform(int samples, int sampleRate) {
    var random = new Random(SEED);
    var waveform = new float[samples];
    for (int t = 0; t < samples; t++) {
      double seconds = (double) t / sampleRate;
      double phase = 2 * Math.PI * (110 * seconds + 40 * seconds * seconds);
      double voice = 0;
      for (int harmonic = 1; harmonic <= 12; harmonic++) {
        voice += StrictMath.sin(harmonic * phase) / harmonic;
      }
      double loudness = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * 4 * seconds);
      waveform[t] = (float) (0.2 * loudness * voice + 0.01 * random.nextGaussian());
    }
    return waveform;
  }

  /// Brings `waveform` to mean 0 and variance 1.
  static void normalise(float[] waveform) {
    double mean = 0;
    for (float sample : waveform) {
      mean += (double) sample / waveform.length;
    }
    double variance = 0;
    for (float sample : waveform) {
      variance += (sample - mean) * (sample - mean) / waveform.length;
    }
    for (int t = 0; t < waveform.length; t++) {
      waveform[t] = (float) ((waveform[t] - mean) / Math.sqrt(variance));
    }
  }

  /// Filter-bank features: noise that drifts slowly in time and along the bins, its mean over the
  /// frames removed. frames × bins.
  static float[] features(int frames, int bins) {
    var random = new Random(SEED);
    var features = new float[frames * bins];
    for (int bin = 0; bin < bins; bin++) {
      double drift = 0;
      double mean = 0;
      for (int frame = 0; frame < frames; frame++) {
        drift = 0.9 * drift + random.nextGaussian();
        features[frame * bins + bin] = (float) (drift + random.nextGaussian());
        mean += features[frame * bins + bin] / frames;
      }
      for (int frame = 0; frame < frames; frame++) {
        features[frame * bins + bin] -= (float) mean;
      }
    }
    return features;
  }

  /// A mel spectrogram as Whisper hears it, mostly between -1 and 1. bands × columns.
  static float[] mel(int bands, int columns) {
    var features = features(columns, bands);
    var mel = new float[features.length];
    for (int band = 0; band < bands; band++) {
      for (int column = 0; column < columns; column++) {
        mel[band * columns + column] = features[column * bands + band] / 4;
      }
    }
    return mel;
  }
}
