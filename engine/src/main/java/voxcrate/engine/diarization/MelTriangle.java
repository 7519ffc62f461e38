package voxcrate.engine.diarization;

import voxcrate.model.ModelDescriptor.FilterBank;

/// One triangular filter: linear in mel on both sides of its centre.
final class MelTriangle {
  /// The first bin of the spectrum that has weight.
  private final int firstBin;

  private final double[] weights;

  private MelTriangle(int firstBin, double[] weights) {
    this.firstBin = firstBin;
    this.weights = weights;
  }

  /// @param binHertz from one bin of the spectrum to the next
  static MelTriangle[] bank(FilterBank parameters, double binHertz, int spectrumBins) {
    double low = mel(parameters.lowHertz());
    double step = (mel(parameters.highHertz()) - low) / (parameters.bins() + 1);
    var bank = new MelTriangle[parameters.bins()];
    for (int i = 0; i < bank.length; i++) {
      bank[i] = triangle(low + i * step, step, binHertz, spectrumBins);
    }
    return bank;
  }

  private static MelTriangle triangle(double left, double step, double binHertz, int bins) {
    var all = new double[bins];
    int first = bins;
    int end = 0;
    for (int bin = 0; bin < bins; bin++) {
      double steps = (mel(bin * binHertz) - left) / step;
      all[bin] = Math.max(0, Math.min(steps, 2 - steps));
      if (all[bin] > 0) {
        first = Math.min(first, bin);
        end = bin + 1;
      }
    }
    var weights = new double[Math.max(0, end - first)];
    System.arraycopy(all, Math.min(first, bins - weights.length), weights, 0, weights.length);
    return new MelTriangle(first, weights);
  }

  double energy(double[] power) {
    double energy = 0;
    for (int i = 0; i < weights.length; i++) {
      energy += weights[i] * power[firstBin + i];
    }
    return energy;
  }

  private static double mel(double hertz) {
    return 1127 * Math.log1p(hertz / 700);
  }
}
