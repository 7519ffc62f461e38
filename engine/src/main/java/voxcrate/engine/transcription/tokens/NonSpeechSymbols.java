package voxcrate.engine.transcription.tokens;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Tokens that are written in subtitles and said by nobody: brackets, notes, dashes before a turn.
/// OpenAI's list, for models that bring none.
public final class NonSpeechSymbols {
  private static final List<String> SYMBOLS =
      Stream.concat(
              "\"#()*+/:;<=>@[\\]^_`{|}~「」『』".codePoints().mapToObj(Character::toString),
              Arrays.stream(
                  "<< >> <<< >>> -- --- -( -[ (' (\" (( )) ((( ))) [[ ]] {{ }} ♪♪ ♪♪♪"
                      .split(" ", -1)))
          .toList();

  /// Their first byte is enough: nothing else is written with it.
  private static final List<String> NOTES = List.of("♩", "♪", "♫", "♬", "♭", "♮", "♯");

  /// Allowed inside a word, not before one.
  private static final List<String> INITIAL = List.of(" -", " '");

  private NonSpeechSymbols() {}

  public static SortedSet<Integer> of(Tokenizer tokenizer) {
    var tokens = new TreeSet<Integer>();
    for (var initial : INITIAL) {
      tokens.add(tokenizer.encode(initial).getFirst());
    }
    for (var symbol : withAndWithoutSpace(SYMBOLS)) {
      var encoded = tokenizer.encode(symbol);
      if (encoded.size() == 1) {
        tokens.add(encoded.getFirst());
      }
    }
    for (var note : withAndWithoutSpace(NOTES)) {
      tokens.add(tokenizer.encode(note).getFirst());
    }
    return tokens;
  }

  private static List<String> withAndWithoutSpace(List<String> symbols) {
    return symbols.stream().flatMap(symbol -> Stream.of(symbol, " " + symbol)).toList();
  }
}
