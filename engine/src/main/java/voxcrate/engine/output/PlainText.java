package voxcrate.engine.output;

import java.util.regex.Pattern;

/// Text from a model, made safe for files that are read line by line and for terminals.
final class PlainText {
  /// Control characters, which move cursors and end lines, and line separators.
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

  /// Characters that show other text in another order than it is read in.
  private static final Pattern REORDERING = Pattern.compile("[\\u202a-\\u202e\\u2066-\\u2069]");

  private PlainText() {}

  /// One line: what would end it is a blank.
  static String oneLine(String text) {
    return REORDERING.matcher(BREAKS.matcher(text).replaceAll(" ")).replaceAll("");
  }
}
