package voxcrate.engine.transcription.decoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import voxcrate.model.ModelDescriptor.Transcription;

/// Tells which language is spoken in a window: the one whose token follows the start best.
public final class LanguageDetector {
  private final TextDecoder decoder;
  private final Transcription model;

  /// @param decoder of a model of several languages
  public LanguageDetector(TextDecoder decoder) {
    this.decoder = decoder;
    this.model = decoder.model();
  }

  /// @param code such as `en`
  /// @param probability among the model's languages
  public record SpokenLanguage(String code, double probability) {}

  /// One for each window.
  public List<SpokenLanguage> detect(HeardAudio audio) {
    var start = List.of(model.tokens().start());
    var row = new float[model.sizes().vocabulary()];
    var languages = new ArrayList<SpokenLanguage>();
    try (var run = decoder.begin(audio, Collections.nCopies(audio.windows(), start))) {
      run.readPrompts(1);
      for (int window = 0; window < audio.windows(); window++) {
        run.logits(window).read(0, row);
        languages.add(likeliest(row));
      }
    }
    return languages;
  }

  private SpokenLanguage likeliest(float[] logits) {
    var tokens = model.tokens().languages();
    double largest =
        tokens.values().stream().mapToDouble(token -> logits[token]).max().orElseThrow();
    double sum =
        tokens.values().stream().mapToDouble(token -> Math.exp(logits[token] - largest)).sum();
    var best =
        tokens.entrySet().stream()
            .filter(language -> logits[language.getValue()] == largest)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    return new SpokenLanguage(best, 1 / sum);
  }
}
