package voxcrate.engine.output;

import java.util.OptionalInt;

/// How subtitles are laid out; the options of Whisper by their names there.
///
/// Where both a width and a number of lines are given, subtitles run on over segments until they
/// are full; else each segment begins one.
///
/// @param maxLineWidth characters of a line (`--max_line_width`)
/// @param maxLineCount lines of a subtitle (`--max_line_count`)
/// @param maxWordsPerLine words of a subtitle (`--max_words_per_line`)
/// @param highlightWords one subtitle for each word, which is underlined in it
///     (`--highlight_words`)
public record SubtitleLayout(
    OptionalInt maxLineWidth,
    OptionalInt maxLineCount,
    OptionalInt maxWordsPerLine,
    boolean highlightWords) {
  /// One subtitle a segment, in one line.
  public static final SubtitleLayout PLAIN =
      new SubtitleLayout(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), false);

  /// Whisper's stand-in for no limit.
  private static final int NO_LIMIT = 1000;

  public SubtitleLayout {
    requirePositive(maxLineWidth);
    requirePositive(maxLineCount);
    requirePositive(maxWordsPerLine);
  }

  private static void requirePositive(OptionalInt limit) {
    if (limit.orElse(1) < 1) {
      throw new IllegalArgumentException("a limit of " + limit.getAsInt());
    }
  }

  int width() {
    return maxLineWidth.orElse(NO_LIMIT);
  }

  int words() {
    return maxWordsPerLine.orElse(NO_LIMIT);
  }

  /// Whether each segment begins a subtitle.
  boolean keepsSegments() {
    return maxLineWidth.isEmpty() || maxLineCount.isEmpty();
  }
}
