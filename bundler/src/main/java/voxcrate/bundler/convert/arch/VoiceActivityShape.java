package voxcrate.bundler.convert.arch;

import java.util.List;
import voxcrate.bundler.convert.checkpoint.VoiceActivityWeights;

/// What follows from the length of the network's filters, which span 16 ms: it says nowhere else at
/// which sample rate it hears (`utils_vad.py` of the authors: windows of 512 samples behind a
/// context of 64 at 16 kHz, of 256 behind 32 at 8 kHz).
///
/// @param filterSamples of one filter of the spectrum
public record VoiceActivityShape(int filterSamples) {
  /// Of the encoder's convolutions: four frames of the spectrum become one.
  static final List<Integer> STRIDES = List.of(1, 2, 2, 1);

  private static final int MILLISECONDS = 16;

  public static VoiceActivityShape of(VoiceActivityWeights weights) {
    return new VoiceActivityShape(weights.filterSamples());
  }

  public int sampleRate() {
    return Math.multiplyExact(filterSamples, 1000) / MILLISECONDS;
  }

  public int windowSamples() {
    return 2 * filterSamples;
  }

  /// Of the window before.
  public int contextSamples() {
    return filterSamples / 4;
  }

  /// From one frame of the spectrum to the next.
  int spectrumStep() {
    return filterSamples / 2;
  }

  /// What is put behind a window.
  int mirroredSamples() {
    return filterSamples / 4;
  }
}
