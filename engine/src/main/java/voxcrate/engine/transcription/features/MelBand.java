package voxcrate.engine.transcription.features;

import voxcrate.model.MelSpectrogram;

/// One triangle over the spectrum, of area 1, its corners evenly spaced on Slaney's mel scale
/// (Auditory Toolbox, 1998): linear up to 1,000 Hz, logarithmic above.
final class MelBand {
  private static final double HERTZ_PER_MEL = 200.0 / 3;
  private static final double LOGARITHMIC_FROM_HERTZ = 1_000;
  private static final double LOGARITHMIC_FROM_MEL = LOGARITHMIC_FROM_HERTZ / HERTZ_PER_MEL;

  /// 27 mels to a factor of 6.4.
  private static final double LOG_STEP = Math.log(6.4) / 27;

  private final int first;
  private final double[] weights;

  private MelBand(int first, double[] weights) {
    this.first = first;
    this.weights = weights;
  }

  /// From 0 Hz to half the sample rate.
  static MelBand[] bank(MelSpectrogram form) {
    int bands = form.bins();
    double top = mel(form.sampleRate() / 2.0);
    double binHertz = form.sampleRate() / (double) form.fftSamples();
    var corners = new double[bands + 2];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = hertz(top * i / (bands + 1));
    }
    var bank = new MelBand[bands];
    for (int band = 0; band < bands; band++) {
      bank[band] =
          of(corners[band], corners[band + 1], corners[band + 2], binHertz, form.fftSamples() / 2);
    }
    return bank;
  }

  private static MelBand of(double low, double peak, double high, double binHertz, int lastBin) {
    int first = (int) Math.ceil(low / binHertz);
    int last = Math.min(lastBin, (int) Math.floor(high / binHertz));
    var weights = new double[Math.max(0, last - first + 1)];
    for (int i = 0; i < weights.length; i++) {
      double at = (first + i) * binHertz;
      double height = Math.min((at - low) / (peak - low), (high - at) / (high - peak));
      // As single precision, which the published banks are stored in.
      weights[i] = (float) (Math.max(0, height) * 2 / (high - low));
    }
    return new MelBand(first, weights);
  }

  double energy(double[] power) {
    double energy = 0;
    for (int i = 0; i < weights.length; i++) {
      energy += weights[i] * power[first + i];
    }
    return energy;
  }

  private static double mel(double hertz) {
    return hertz < LOGARITHMIC_FROM_HERTZ
        ? hertz / HERTZ_PER_MEL
        : LOGARITHMIC_FROM_MEL + Math.log(hertz / LOGARITHMIC_FROM_HERTZ) / LOG_STEP;
  }

  private static double hertz(double mel) {
    return mel < LOGARITHMIC_FROM_MEL
        ? mel * HERTZ_PER_MEL
        : LOGARITHMIC_FROM_HERTZ * Math.exp((mel - LOGARITHMIC_FROM_MEL) * LOG_STEP);
  }
}
