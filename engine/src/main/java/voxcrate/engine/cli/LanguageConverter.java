package voxcrate.engine.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import voxcrate.engine.transcription.LanguageChoice;

/// Reads `auto`, `each`, a code such as `de`, or a language's English name.
final class LanguageConverter implements ITypeConverter<LanguageChoice> {
  @Override
  public LanguageChoice convert(String text) {
    var small = text.strip().toLowerCase(Locale.ROOT);
    return switch (small) {
      case "auto" -> new LanguageChoice.OfFirstWindow();
      case "each" -> new LanguageChoice.OfEachWindow();
      default -> new LanguageChoice.Stated(code(small));
    };
  }

  /// Whether a model knows it, the model says.
  private static String code(String text) {
    if (text.matches("[a-z]{2,3}")) {
      return text;
    }
    return Arrays.stream(Locale.getISOLanguages())
        .filter(code -> Locale.of(code).getDisplayLanguage(Locale.ENGLISH).equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no language: give a code such as de, auto or each"));
  }
}
