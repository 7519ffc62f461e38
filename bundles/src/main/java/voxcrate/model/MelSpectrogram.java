package voxcrate.model;

/// How loud each band of frequencies is, column by column, as Whisper hears it (Radford et al.
/// 2022, section 2.2).
///
/// Audio, mirrored by half an FFT at both ends, is cut into pieces of `fftSamples` every
/// `hopSamples`, each under a periodic Hann window; the last piece is dropped. Powers of the
/// spectrum are gathered by triangles on Slaney's mel scale from 0 Hz to half the sample rate, each
/// of area 1. Of `x` comes `log10(max(x, 1e-10))`, no less than the recording's maximum minus 8,
/// and of that `(y + 4) / 4`.
///
/// @param bins bands
/// @param windowSamples of audio that the model takes at a time
public record MelSpectrogram(
    int sampleRate, int bins, int fftSamples, int hopSamples, int windowSamples) {
  public MelSpectrogram {
    if (sampleRate < 1
        || bins < 1
        || fftSamples < 2
        || hopSamples < 1
        || windowSamples < hopSamples) {
      throw new IllegalArgumentException("a spectrogram of " + bins + " bands makes no sense");
    }
  }
}
