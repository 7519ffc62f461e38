package voxcrate.engine.transcription.tokens;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Turns text into tokens and back (byte-level byte pair encoding, Radford et al. 2019, section
/// 2.2). It knows text alone: what looks like a special token in a text is spelt out.
public final class Tokenizer {
  /// Pieces that never share a token, as GPT-2 cuts them.
  private static final Pattern PIECE =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private final Vocabulary vocabulary;
  private final Joining joining;

  Tokenizer(Vocabulary vocabulary, Joining joining) {
    this.vocabulary = vocabulary;
    this.joining = joining;
  }

  public List<Integer> encode(String text) {
    var tokens = new ArrayList<Integer>();
    var pieces = PIECE.matcher(text);
    while (pieces.find()) {
      for (var part : joined(utf8(pieces.group()))) {
        tokens.add(vocabulary.number(part).orElseThrow());
      }
    }
    return tokens;
  }

  /// The text of tokens; special ones have none. A character whose bytes are not all there is the
  /// replacement character.
  public String decode(List<Integer> tokens) {
    var bytes = new StringBuilder();
    for (int token : tokens) {
      bytes.append(vocabulary.bytes(token));
    }
    return new String(
        bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// From single bytes on, always the pair of the lowest rank, the first of several.
  private List<String> joined(String piece) {
    var parts = new ArrayList<String>();
    for (int i = 0; i < piece.length(); i++) {
      parts.add(piece.substring(i, i + 1));
    }
    for (int pair = nextPair(parts); pair >= 0; pair = nextPair(parts)) {
      parts.set(pair, parts.get(pair) + parts.remove(pair + 1));
    }
    return parts;
  }

  private int nextPair(List<String> parts) {
    int best = -1;
    int bestRank = Joining.NEVER;
    for (int i = 0; i + 1 < parts.size(); i++) {
      int rank = joining.rank(parts.get(i), parts.get(i + 1));
      if (rank < bestRank) {
        best = i;
        bestRank = rank;
      }
    }
    return best;
  }
}
