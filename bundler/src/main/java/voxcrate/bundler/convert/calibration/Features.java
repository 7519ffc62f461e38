package voxcrate.bundler.convert.calibration;

import java.util.Arrays;
import voxcrate.model.ModelDescriptor.FilterBank;

/// Kaldi's filter bank, straight from its definition. The engine has a fast one, on the other side
/// of the gap.
final class Features {
  /// Kaldi's floor before the logarithm, the smallest step at 1 in single precision.
  private static final double ENERGY_FLOOR = 0x1p-23;

  private final FilterBank bank;
  private final int fftSize;
  private final double[] cosines;
  private final double[] hamming;
  private final double[][] triangles;

  Features(FilterBank bank, int sampleRate) {
    this.bank = bank;
    this.fftSize = Math.max(2, Integer.highestOneBit(2 * bank.frameSamples() - 1));
    this.cosines = cosines(fftSize, fftSize);
    this.hamming = cosines(bank.frameSamples(), bank.frameSamples() - 1);
    Arrays.setAll(hamming, i -> 0.54 - 0.46 * hamming[i]);
    this.triangles = new double[bank.bins()][];
    Arrays.setAll(triangles, bin -> triangle(bin, (double) sampleRate / fftSize));
  }

  /// The first `count` of the cosines of `turn` steps in a circle.
  private static double[] cosines(int count, int turn) {
    var cosines = new double[count];
    Arrays.setAll(cosines, i -> StrictMath.cos(2 * Math.PI * i / turn));
    return cosines;
  }

  /// What each step of the spectrum counts for in one bin: linear in mel, and up to the middles of
  /// the neighbours.
  private double[] triangle(int bin, double stepHertz) {
    double low = mel(bank.lowHertz());
    double width = (mel(bank.highHertz()) - low) / (bank.bins() + 1);
    var weights = new double[fftSize / 2];
    for (int i = 0; i < weights.length; i++) {
      double place = (mel(i * stepHertz) - low) / width - bin;
      weights[i] = Math.clamp(Math.min(place, 2 - place), 0, 1);
    }
    return weights;
  }

  /// Frames that lie fully inside so many samples.
  int frames(int samples) {
    return Math.max(0, (samples - bank.frameSamples()) / bank.shiftSamples() + 1);
  }

  /// Frames × bins; each bin's mean over the frames is removed.
  float[] of(float[] waveform) {
    int frames = frames(waveform.length);
    var features = new float[frames * bank.bins()];
    for (int frame = 0; frame < frames; frame++) {
      var power = power(windowed(waveform, frame * bank.shiftSamples()));
      for (int bin = 0; bin < bank.bins(); bin++) {
        double energy = 0;
        for (int i = 0; i < power.length; i++) {
          energy += power[i] * triangles[bin][i];
        }
        features[frame * bank.bins() + bin] =
            (float) StrictMath.log(Math.max(energy, ENERGY_FLOOR));
      }
    }
    removeMeans(features, frames);
    return features;
  }

  /// Mean removed, high tones raised, faded at both ends by a Hamming window.
  private double[] windowed(float[] waveform, int from) {
    int length = bank.frameSamples();
    double mean = 0;
    for (int i = 0; i < length; i++) {
      mean += waveform[from + i] * bank.scale() / length;
    }
    var frame = new double[length];
    double previous = waveform[from] * bank.scale() - mean;
    for (int i = 0; i < length; i++) {
      double sample = waveform[from + i] * bank.scale() - mean;
      frame[i] = (sample - bank.preEmphasis() * previous) * hamming[i];
      previous = sample;
    }
    return frame;
  }

  /// Squared magnitudes of the Fourier transform, below half the sample rate.
  private double[] power(double[] frame) {
    var power = new double[fftSize / 2];
    for (int bin = 0; bin < power.length; bin++) {
      double real = 0;
      double imaginary = 0;
      for (int i = 0; i < frame.length; i++) {
        int turn = bin * i & (fftSize - 1);
        real += frame[i] * cosines[turn];
        imaginary += frame[i] * cosines[(turn + fftSize / 4) & (fftSize - 1)];
      }
      power[bin] = real * real + imaginary * imaginary;
    }
    return power;
  }

  private static double mel(double hertz) {
    return 1127 * StrictMath.log(1 + hertz / 700);
  }

  private void removeMeans(float[] features, int frames) {
    for (int bin = 0; bin < bank.bins(); bin++) {
      double mean = 0;
      for (int frame = 0; frame < frames; frame++) {
        mean += features[frame * bank.bins() + bin] / frames;
      }
      for (int frame = 0; frame < frames; frame++) {
        features[frame * bank.bins() + bin] -= (float) mean;
      }
    }
  }
}
