package voxcrate.bundler.convert;

import java.util.Optional;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.model.MelSpectrogram;

/// How a Whisper model hears: `preprocessor_config.json`. Where that or a member of it is absent,
/// as all published models do.
final class WhisperFrontEnd {
  static final String FILE_NAME = "preprocessor_config.json";
  private static final int USUAL_SAMPLE_RATE = 16_000;
  private static final int USUAL_FFT = 400;
  private static final int USUAL_HOP = 160;
  private static final int MAX_SAMPLE_RATE = 192_000;
  private static final int MAX_FFT = 1 << 16;

  /// The second convolution makes one position of two columns.
  private static final int COLUMNS_PER_POSITION = 2;

  private WhisperFrontEnd() {}

  static MelSpectrogram read(SourceFolder folder, WhisperSettings settings) {
    var file = ModelDocument.find(folder, FILE_NAME);
    int bins = count(file, "feature_size", settings.mels(), MAX_FFT);
    if (bins != settings.mels()) {
      throw file.orElseThrow()
          .refuse("feature_size is " + bins + ", the network hears " + settings.mels());
    }
    int hop = count(file, "hop_length", USUAL_HOP, MAX_FFT);
    return new MelSpectrogram(
        count(file, "sampling_rate", USUAL_SAMPLE_RATE, MAX_SAMPLE_RATE),
        bins,
        count(file, "n_fft", USUAL_FFT, MAX_FFT),
        hop,
        Math.multiplyExact(COLUMNS_PER_POSITION * settings.audioPositions(), hop));
  }

  private static int count(Optional<ModelDocument> file, String member, int otherwise, int most) {
    return file.map(document -> document.count(member, otherwise, 1, most)).orElse(otherwise);
  }
}
