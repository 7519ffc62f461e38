package voxcrate.engine.transcription.tokens;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// The bytes that each token stands for. A run of bytes is a string here, a character for each byte
/// (ISO 8859-1): it can be compared, joined and looked up as it is.
final class Vocabulary {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Integer, String> bytes = new HashMap<>();

  /// @throws TokenizerException when the number is taken
  void add(String token, int number) {
    if (bytes.put(number, token) != null) {
      throw new TokenizerException("two tokens of the number " + number);
    }
    numbers.putIfAbsent(token, number);
  }

  OptionalInt number(String token) {
    var number = numbers.get(token);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /// Nothing for tokens that stand for no text.
  String bytes(int number) {
    return bytes.getOrDefault(number, "");
  }

  /// @throws TokenizerException when a byte is missing: some text could not be put into tokens
  void requireAllBytes() {
    for (int value = 0; value < 256; value++) {
      if (!numbers.containsKey(String.valueOf((char) value))) {
        throw new TokenizerException("no token for the byte " + value);
      }
    }
  }
}
