package voxcrate.engine.transcription.features;

import java.util.Arrays;
import voxcrate.engine.spectrum.RealFft;
import voxcrate.model.MelSpectrogram;

/// Spectrograms of windows, as [MelSpectrogram] says. A window that holds less audio than the model
/// takes is silent from there on; it is heard alone, and its loudest moment is the measure of all
/// others.
///
/// Not thread-safe: buffers are reused.
public final class LogMel {
  private static final double ENERGY_FLOOR = 1e-10;

  /// Of the logarithm to base ten.
  private static final float QUIETEST_BELOW_LOUDEST = 8;

  private final MelSpectrogram form;
  private final MelBand[] bands;
  private final double[] hann;
  private final RealFft fft;
  private final double[] piece;
  private final double[] power;

  public LogMel(MelSpectrogram form) {
    this.form = form;
    this.bands = MelBand.bank(form);
    this.hann = new double[form.fftSamples()];
    for (int i = 0; i < hann.length; i++) {
      // In single precision, as torch makes it.
      hann[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / hann.length));
    }
    this.fft = new RealFft(form.fftSamples());
    this.piece = new double[form.fftSamples()];
    this.power = new double[form.fftSamples() / 2 + 1];
  }

  /// Of a whole window.
  public int columns() {
    return form.windowSamples() / form.hopSamples();
  }

  /// The spectrogram of the first `count` samples, followed by silence up to the window's end.
  ///
  /// @param count at most a window
  /// @return bands × columns, row-major
  public float[] of(float[] samples, int count) {
    int columns = columns();
    var mel = new float[bands.length * columns];
    int sounding = Math.min(columns, soundingColumns(count));
    for (int column = 0; column < sounding; column++) {
      take(samples, count, column * form.hopSamples() - form.fftSamples() / 2);
      fft.power(piece, power);
      for (int band = 0; band < bands.length; band++) {
        mel[band * columns + column] = logarithm(bands[band].energy(power));
      }
    }
    for (int band = 0; band < bands.length; band++) {
      Arrays.fill(mel, band * columns + sounding, (band + 1) * columns, logarithm(0));
    }
    normalise(mel);
    return mel;
  }

  /// Columns whose piece reaches into the first `count` samples, mirrored ones at the end included.
  private int soundingColumns(int count) {
    int reach = count + form.fftSamples() / 2;
    return count >= form.windowSamples() - form.fftSamples() / 2
        ? columns()
        : Math.ceilDiv(reach, form.hopSamples());
  }

  private void take(float[] samples, int count, int start) {
    for (int i = 0; i < piece.length; i++) {
      int at = mirrored(start + i);
      piece[i] = at < count ? samples[at] * hann[i] : 0;
    }
  }

  /// The first sample and the last are not repeated.
  private int mirrored(int at) {
    int last = form.windowSamples() - 1;
    int inside = Math.abs(at);
    return inside > last ? 2 * last - inside : inside;
  }

  private static float logarithm(double energy) {
    return (float) Math.log10(Math.max(energy, ENERGY_FLOOR));
  }

  private static void normalise(float[] mel) {
    float loudest = Float.NEGATIVE_INFINITY;
    for (float value : mel) {
      loudest = Math.max(loudest, value);
    }
    float floor = loudest - QUIETEST_BELOW_LOUDEST;
    for (int i = 0; i < mel.length; i++) {
      mel[i] = (Math.max(mel[i], floor) + 4) / 4;
    }
  }
}
