package voxcrate.engine.transcription.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The words of a text in tokens. Where a language puts spaces between words, a word begins with
/// one, and punctuation is a word of its own; elsewhere every character is, as far as tokens allow.
public final class TokenWords {
  private static final Set<String> WITHOUT_SPACES = Set.of("zh", "ja", "th", "lo", "my", "yue");

  /// Punctuation of ASCII, in the order of Python, whose `in` the reference asks.
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private static final char REPLACEMENT = '\ufffd';

  private final Tokenizer tokenizer;

  public TokenWords(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// @param text with the space before it
  public record Word(String text, List<Integer> tokens) {
    public Word {
      tokens = List.copyOf(tokens);
    }

    private boolean beginsAnother() {
      return text.startsWith(" ") || PUNCTUATION.contains(text.strip());
    }

    private Word with(Word rest) {
      var all = new ArrayList<>(tokens);
      all.addAll(rest.tokens);
      return new Word(text + rest.text, all);
    }
  }

  /// @param tokens of text, no special ones
  /// @param language its code, such as `en`
  public List<Word> split(List<Integer> tokens, String language) {
    var characters = characters(tokens);
    return WITHOUT_SPACES.contains(language) ? characters : betweenSpaces(characters);
  }

  /// The smallest runs of tokens that hold whole characters.
  private List<Word> characters(List<Integer> tokens) {
    var whole = tokenizer.decode(tokens);
    var words = new ArrayList<Word>();
    var current = new ArrayList<Integer>();
    int offset = 0;
    for (int token : tokens) {
      current.add(token);
      var text = tokenizer.decode(current);
      int broken = text.indexOf(REPLACEMENT);
      if (broken < 0 || isBroken(whole, offset + broken)) {
        words.add(new Word(text, current));
        current.clear();
        offset += text.length();
      }
    }
    if (!current.isEmpty()) { // What a broken character at the end leaves over.
      var last = words.isEmpty() ? List.<Integer>of() : words.removeLast().tokens();
      var all = Stream.concat(last.stream(), current.stream()).toList();
      words.add(new Word(tokenizer.decode(all), all));
    }
    return words;
  }

  /// Whether the text itself holds no whole character here.
  private static boolean isBroken(String whole, int at) {
    return at < whole.length() && whole.charAt(at) == REPLACEMENT;
  }

  private static List<Word> betweenSpaces(List<Word> characters) {
    var words = new ArrayList<Word>();
    for (var part : characters) {
      if (words.isEmpty() || part.beginsAnother()) {
        words.add(part);
      } else {
        words.add(words.removeLast().with(part));
      }
    }
    return words;
  }
}
