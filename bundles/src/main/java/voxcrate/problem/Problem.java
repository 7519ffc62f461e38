package voxcrate.problem;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What went wrong, told to somebody who cannot search the web.
///
/// @param headline what people know and search for, one line
/// @param doing what was being done, and to what
/// @param found what was found
/// @param expected what should have been found; null where `found` says it all
/// @param remedy what to do next, one step an entry, at least one
public record Problem(
    ErrorCode code,
    String headline,
    String doing,
    String found,
    @Nullable String expected,
    List<String> remedy) {

  public Problem {
    Objects.requireNonNull(code);
    remedy = List.copyOf(remedy);
    if (headline.isBlank() || doing.isBlank() || found.isBlank() || remedy.isEmpty()) {
      throw new IllegalArgumentException("a problem names what, where and what next: " + headline);
    }
  }

  public static Problem of(
      ErrorCode code, String headline, String doing, String found, String... remedy) {
    return new Problem(code, headline, doing, found, null, List.of(remedy));
  }

  public Problem expecting(String whatWasExpected) {
    return new Problem(code, headline, doing, found, whatWasExpected, remedy);
  }

  /// With more to do about it, after what there is.
  public Problem orElse(String... more) {
    var all = Stream.concat(remedy.stream(), Stream.of(more)).toList();
    return new Problem(code, headline, doing, found, expected, all);
  }

  /// The text for a terminal, several lines without a final line break.
  public String render() {
    var text = new StringBuilder();
    text.append("error ").append(code.id()).append(": ").append(headline);
    line(text, "while", doing);
    line(text, "found", found);
    if (expected != null) {
      line(text, "expected", expected);
    }
    var label = "next";
    for (var step : remedy) {
      line(text, label, step);
      label = "";
    }
    line(text, "more", "docs/errors.md#" + code.id().toLowerCase(Locale.ROOT));
    return text.toString();
  }

  private static void line(StringBuilder text, String label, String value) {
    var name = label.isEmpty() ? "" : label + ":";
    text.append(String.format(Locale.ROOT, "%n  %-10s", name))
        .append(value.replace("\n", "\n            "));
  }
}
