package voxcrate.engine.score;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The words of a text as they are compared: composed (Unicode's NFC), in lower case, without
/// punctuation (all of Unicode's categories P, also within a word: `o'clock` is `oclock`), parted
/// by white space. Nothing else is made equal: `2` is not `two`, `ß` is not `ss`. So does jiwer
/// with its transforms `ToLowerCase` and `RemovePunctuation`.
final class SpokenWords {
  private static final Pattern PUNCTUATION = Pattern.compile("\\p{P}+");
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private SpokenWords() {}

  static List<String> of(String text) {
    var composed = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    var bare = PUNCTUATION.matcher(composed).replaceAll("");
    return SPACE.splitAsStream(bare).filter(word -> !word.isEmpty()).toList();
  }
}
