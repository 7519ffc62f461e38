package voxcrate.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How languages are written: two letters (ISO 639-1), or three where there are no two (ISO 639-3),
/// in lower case; the codes that Whisper uses.
public final class Languages {
  private static final Pattern CODE = Pattern.compile("[a-z]{2,3}");

  private Languages() {}

  /// The code that people may have written as `DE` or `pt-BR`; empty where it is none.
  public static Optional<String> code(String text) {
    var language = text.strip().split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
    return CODE.matcher(language).matches() ? Optional.of(language) : Optional.empty();
  }

  /// @throws IllegalArgumentException when it is none
  static void requireCode(String language) {
    if (!CODE.matcher(language).matches()) {
      throw new IllegalArgumentException("not the code of a language: " + language);
    }
  }
}
