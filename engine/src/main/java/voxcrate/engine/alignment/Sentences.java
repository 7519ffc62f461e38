package voxcrate.engine.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Where the sentences of a text end.
///
/// WhisperX asks NLTK's Punkt, whose trained lists would be a model more to carry. These rules
/// serve for what Whisper writes, which has full stops, capitals, and few abbreviations: a
/// sentence ends with a mark, and quotes and brackets that close behind it. A full stop or a
/// closed quote does not end one before a small letter, a full stop neither behind an
/// abbreviation or an initial, nor behind one or two digits where the language writes ordinal
/// numbers so.
final class Sentences {
  /// A mark, and what closes behind it, with German quotes.
  private static final Pattern END =
      Pattern.compile("[.!?…。！？｡։۔؟।॥](?<closed>[\"'”’»)\\]）」』】“‘«]*)$");

  private static final Pattern CLOSERS = Pattern.compile("[\"'”’»)\\]）」』】.!?…。！？]+");
  private static final Pattern INITIAL = Pattern.compile("\\p{L}\\.");
  private static final Pattern SHORT_NUMBER = Pattern.compile("\\d{1,2}\\.");

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "sr.", "sra.", "jr.", "vs.", "e.g.", "i.e.",
          "z.b.", "d.h.", "u.a.", "bzw.", "ca.", "nr.", "hr.", "fr.", "mme.", "mlle.", "fig.",
          "capt.", "col.", "lt.", "sgt.", "rev.", "gov.", "sen.", "rep.", "p.ej.", "dott.", "sig.");

  private static final Set<String> WITH_ORDINAL_STOPS =
      Set.of(
          "de", "lb", "da", "no", "nn", "is", "fo", "fi", "et", "lv", "cs", "sk", "sl", "hr", "bs",
          "sr", "pl", "hu", "tr");

  private Sentences() {}

  /// @param words of the text, in order, without blanks
  /// @return how many words have been said at the end of each sentence; the last is all of them
  static List<Integer> ends(List<String> words, String language) {
    var ends = new ArrayList<Integer>();
    var word = "";
    for (int i = 1; i < words.size(); i++) {
      var last = words.get(i - 1);
      // Where words are characters, a mark and what closes it are several.
      word = CLOSERS.matcher(last).matches() ? word + last : last;
      if (isEnd(word, words.get(i), language)) {
        ends.add(i);
      }
    }
    ends.add(words.size());
    return ends;
  }

  private static boolean isEnd(String word, String next, String language) {
    var end = END.matcher(word);
    if (!end.find() || CLOSERS.matcher(next).matches()) {
      return false;
    }
    boolean goesOn = !next.isEmpty() && Character.isLowerCase(next.codePointAt(0));
    if (!word.endsWith(".")) {
      return end.group("closed").isEmpty() || !goesOn;
    }
    return !goesOn
        && !INITIAL.matcher(word).matches()
        && !ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT))
        && !(WITH_ORDINAL_STOPS.contains(language) && SHORT_NUMBER.matcher(word).matches());
  }
}
