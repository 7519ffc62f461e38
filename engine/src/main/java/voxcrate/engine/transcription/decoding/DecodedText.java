package voxcrate.engine.transcription.decoding;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;

/// What was said in a window, and how sure that is.
///
/// @param tokens times among them where they were asked for; the token that ends a text is not
/// @param text of the tokens, without the space before it
/// @param averageLogProbability of a token, the one that ends the text counted
/// @param noSpeechProbability that nobody speaks, from 0 to 1
/// @param temperature that it was found at
/// @param compressionRatio of the text: above 2.4, say, it repeats itself
public record DecodedText(
    List<Integer> tokens,
    String text,
    double averageLogProbability,
    double noSpeechProbability,
    double temperature,
    double compressionRatio) {
  /// zlib's own choice, which the usual threshold was found with.
  private static final int COMPRESSION_LEVEL = 6;

  public DecodedText {
    tokens = List.copyOf(tokens);
  }

  static DecodedText of(
      Hypothesis hypothesis, String text, double noSpeechProbability, double temperature) {
    return new DecodedText(
        hypothesis.tokens(),
        text,
        hypothesis.averageLogProbability(),
        noSpeechProbability,
        temperature,
        compressionRatio(text));
  }

  private static double compressionRatio(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var compressed = new byte[bytes.length + bytes.length / 1_000 + 64];
    try (var deflater = new Deflater(COMPRESSION_LEVEL)) {
      deflater.setInput(bytes);
      deflater.finish();
      return (double) bytes.length / deflater.deflate(compressed);
    }
  }
}
