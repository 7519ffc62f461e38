package voxcrate.engine.alignment;

import java.util.Arrays;
import java.util.Locale;

/// A text as labels of an alignment model.
///
/// Lower case; blanks around it are left out, those inside are the label between words. A
/// character without a label is a wildcard: digits, currency signs and foreign letters get times
/// this way.
final class Spelling {
  private final int[] tokens;
  private final int[] places;

  private Spelling(int[] tokens, int[] places) {
    this.tokens = tokens;
    this.places = places;
  }

  static Spelling of(String text, Script script, LabelSet labels) {
    var tokens = new int[text.length()];
    var places = new int[text.length()];
    int count = 0;
    int end = text.stripTrailing().length();
    for (int at = text.length() - text.stripLeading().length(); at < end; ) {
      int character = text.codePointAt(at);
      int token = isBlank(character) ? labels.separator(script) : labels.of(lowerCase(character));
      if (token != LabelSet.NONE) {
        tokens[count] = token;
        places[count++] = at;
      }
      at += Character.charCount(character);
    }
    return new Spelling(Arrays.copyOf(tokens, count), Arrays.copyOf(places, count));
  }

  static boolean isBlank(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  private static String lowerCase(int character) {
    return Character.toString(character).toLowerCase(Locale.ROOT);
  }

  /// Label of each character.
  int[] tokens() {
    return tokens;
  }

  /// Where in the text the character of a token begins.
  int place(int token) {
    return places[token];
  }

  boolean isEmpty() {
    return tokens.length == 0;
  }
}
