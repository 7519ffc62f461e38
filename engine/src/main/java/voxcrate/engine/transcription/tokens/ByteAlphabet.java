package voxcrate.engine.transcription.tokens;

/// How vocabularies of Transformers write bytes: printable ones as the character of their number,
/// the other 68 as characters from 256 on (GPT-2's `bytes_to_unicode`).
final class ByteAlphabet {
  private static final char[] BYTES = new char[256 + 68];

  static {
    int next = 256;
    for (char value = 0; value < 256; value++) {
      BYTES[isPrintable(value) ? value : next++] = value;
    }
  }

  private ByteAlphabet() {}

  private static boolean isPrintable(char value) {
    return (value >= '!' && value <= '~') || (value >= '¡' && value <= '¬') || value >= '®';
  }

  /// A character for each byte.
  ///
  /// @throws TokenizerException when a character stands for no byte
  static String bytes(String written) {
    var bytes = new char[written.length()];
    for (int i = 0; i < bytes.length; i++) {
      char letter = written.charAt(i);
      if (letter >= BYTES.length || (letter < 256 && !isPrintable(letter))) {
        throw new TokenizerException("'" + written + "' is not written in bytes");
      }
      bytes[i] = BYTES[letter];
    }
    return new String(bytes);
  }
}
