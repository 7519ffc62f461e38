package voxcrate.bundler.practice;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// One `Range` of bytes (RFC 9110, 14.1.2).
///
/// @param first offset of the first byte; empty where `last` counts bytes from the end
/// @param last offset of the last byte; empty for the end
record RangeHeader(OptionalLong first, OptionalLong last) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /// @param end offset of the byte after the last
  record Span(long from, long end) {
    long bytes() {
      return end - from;
    }
  }

  /// Empty where none came, and for what is no single range: both mean the whole.
  static Optional<RangeHeader> of(Request request) {
    return request
        .header("Range")
        .map(FORM::matcher)
        .filter(form -> form.matches() && form.end() > "bytes=-".length())
        .map(form -> new RangeHeader(number(form.group(1)), number(form.group(2))));
  }

  private static OptionalLong number(String digits) {
    return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
  }

  /// Empty where no byte of content of that size is meant.
  Optional<Span> within(long sizeBytes) {
    long from = first.orElseGet(() -> Math.max(0, sizeBytes - last.orElse(0)));
    long end = first.isEmpty() ? sizeBytes : Math.min(last.orElse(sizeBytes - 1) + 1, sizeBytes);
    return from < end ? Optional.of(new Span(from, end)) : Optional.empty();
  }
}
