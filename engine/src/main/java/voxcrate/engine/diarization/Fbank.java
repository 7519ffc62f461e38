package voxcrate.engine.diarization;

import voxcrate.engine.spectrum.RealFft;
import voxcrate.model.ModelDescriptor.FilterBank;

/// Kaldi's filter-bank features as the embedding model was trained on: only frames that lie fully
/// inside, mean of each frame removed, pre-emphasis, symmetric Hamming window, power spectrum, mel
/// triangles, natural logarithm, and the mean of each bin over the whole chunk removed.
///
/// Frames do not depend on the chunk they are in, only the mean does: chunks that overlap share
/// their frames. Not thread-safe: buffers are reused.
final class Fbank {
  /// Smallest positive step at 1 in float32: Kaldi's floor before the logarithm.
  private static final double ENERGY_FLOOR = 1.1920928955078125e-7;

  private final FilterBank parameters;
  private final double[] hamming;
  private final MelTriangle[] triangles;
  private final RealFft fft;
  private final double[] frame;
  private final double[] power;

  Fbank(FilterBank parameters, int sampleRate) {
    this.parameters = parameters;
    int frameSamples = parameters.frameSamples();
    int fftSize = Math.max(2, Integer.highestOneBit(2 * frameSamples - 1));
    this.hamming = new double[frameSamples];
    for (int i = 0; i < frameSamples; i++) {
      hamming[i] = 0.54 - 0.46 * Math.cos(2 * Math.PI * i / (frameSamples - 1));
    }
    this.fft = new RealFft(fftSize);
    this.frame = new double[fftSize];
    // The bin at half the sample rate is not used.
    this.power = new double[fftSize / 2];
    this.triangles = MelTriangle.bank(parameters, sampleRate / (double) fftSize, power.length);
  }

  /// Frames that lie fully inside so many samples.
  int frames(int samples) {
    int beyondFirst = samples - parameters.frameSamples();
    return beyondFirst < 0 ? 0 : beyondFirst / parameters.shiftSamples() + 1;
  }

  /// Features of all frames, before any mean is removed.
  ///
  /// @return frames × bins, row-major
  float[] logEnergies(float[] samples) {
    int frames = frames(samples.length);
    var energies = new float[frames * parameters.bins()];
    for (int i = 0; i < frames; i++) {
      takeFrame(samples, i * parameters.shiftSamples());
      fft.power(frame, power);
      for (int bin = 0; bin < triangles.length; bin++) {
        double energy = triangles[bin].energy(power);
        energies[i * triangles.length + bin] = (float) Math.log(Math.max(energy, ENERGY_FLOOR));
      }
    }
    return energies;
  }

  /// @return frames × bins, row-major
  float[] features(float[] chunk) {
    var features = logEnergies(chunk);
    removeMean(features, triangles.length);
    return features;
  }

  private void takeFrame(float[] chunk, int from) {
    int length = parameters.frameSamples();
    double mean = 0;
    for (int i = 0; i < length; i++) {
      frame[i] = chunk[from + i] * parameters.scale();
      mean += frame[i] / length;
    }
    // The first sample is its own predecessor.
    double previous = frame[0] - mean;
    for (int i = 0; i < length; i++) {
      double sample = frame[i] - mean;
      frame[i] = (sample - parameters.preEmphasis() * previous) * hamming[i];
      previous = sample;
    }
  }

  /// From each bin its mean over all frames.
  ///
  /// @param features frames × bins, row-major
  static void removeMean(float[] features, int bins) {
    int frames = features.length / bins;
    var means = new double[bins];
    for (int i = 0; i < frames; i++) {
      for (int bin = 0; bin < bins; bin++) {
        means[bin] += features[i * bins + bin];
      }
    }
    for (int bin = 0; bin < bins; bin++) {
      means[bin] /= frames;
    }
    for (int i = 0; i < frames; i++) {
      for (int bin = 0; bin < bins; bin++) {
        features[i * bins + bin] -= (float) means[bin];
      }
    }
  }
}
