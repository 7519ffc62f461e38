package voxcrate.engine.alignment;

import java.util.ArrayList;
import java.util.List;

/// Marks that are words of their own to the tokenizer join the word they belong to, as in OpenAI's
/// `merge_punctuations`; that word's times and probability stay.
final class Punctuation {
  private static final String OPENING = "\"'“¿([{-";
  private static final String CLOSING = "\"'.。,，!！?？:：”)]}、";
  private static final String SENTENCE_END = ".。!！?？";

  private Punctuation() {}

  static boolean endsSentence(String word) {
    return SENTENCE_END.contains(word);
  }

  /// As many words as before: one that has joined another is empty, without tokens.
  static List<TokenTiming> merge(List<TokenTiming> words) {
    var merged = new ArrayList<>(words);
    mergeOpening(merged);
    mergeClosing(merged);
    return merged;
  }

  private static void mergeOpening(List<TokenTiming> words) {
    int following = words.size() - 1;
    for (int i = following - 1; i >= 0; i--) {
      var mark = words.get(i).text();
      if (mark.startsWith(" ") && OPENING.contains(mark.strip())) {
        words.set(following, joined(words.get(i), words.get(following), words.get(following)));
        words.set(i, words.get(i).spelled("", 0));
      } else {
        following = i;
      }
    }
  }

  private static void mergeClosing(List<TokenTiming> words) {
    int previous = 0;
    for (int i = 1; i < words.size(); i++) {
      if (!words.get(previous).text().endsWith(" ") && CLOSING.contains(words.get(i).text())) {
        words.set(previous, joined(words.get(previous), words.get(i), words.get(previous)));
        words.set(i, words.get(i).spelled("", 0));
      } else {
        previous = i;
      }
    }
  }

  private static TokenTiming joined(TokenTiming first, TokenTiming second, TokenTiming timed) {
    return timed.spelled(first.text() + second.text(), first.tokens() + second.tokens());
  }
}
