package voxcrate.engine.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A word of a text by its place.
///
/// @param start of its first `char`
/// @param end behind its last one
/// @param text the word as [Word#text] has it
record WordPiece(int start, int end, String text) {
  // \s alone knows ASCII only.
  private static final Pattern RUN = Pattern.compile("[^\\s\\h\\v]+");

  /// What people see as one character: a letter with all its marks.
  private static final Pattern CHARACTER = Pattern.compile("\\X");

  /// The words of a text in order.
  static List<WordPiece> of(String text, Script script) {
    var pieces = new ArrayList<WordPiece>();
    var runs = RUN.matcher(text);
    while (runs.find()) {
      switch (script) {
        case SPACED -> pieces.add(new WordPiece(runs.start(), runs.end(), " " + runs.group()));
        case UNSPACED -> addCharacters(pieces, runs.group(), runs.start());
      }
    }
    return pieces;
  }

  /// A blank stands before a run only where the text has one between runs.
  private static void addCharacters(List<WordPiece> pieces, String run, int at) {
    var characters = CHARACTER.matcher(run);
    while (characters.find()) {
      boolean parted = characters.start() == 0 && !pieces.isEmpty();
      pieces.add(
          new WordPiece(
              at + characters.start(),
              at + characters.end(),
              parted ? " " + characters.group() : characters.group()));
    }
  }
}
