package voxcrate.bundler.cli;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Reads how people write a number of bytes: `500K`, `700M`, `2GiB`, each unit 1024 of the one
/// before.
final class ByteCount {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(?:ib|b)?");
  private static final String UNITS = "kmgt";
  private static final int BITS_A_UNIT = 10;

  private ByteCount() {}

  /// Empty where it is something else, or more than a `long` holds.
  static OptionalLong of(String text) {
    var matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    int units = matcher.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(matcher.group(2));
    try {
      long count = Long.parseLong(matcher.group(1));
      return OptionalLong.of(Math.multiplyExact(count, 1L << (BITS_A_UNIT * units)));
    } catch (ArithmeticException _) {
      return OptionalLong.empty();
    }
  }
}
