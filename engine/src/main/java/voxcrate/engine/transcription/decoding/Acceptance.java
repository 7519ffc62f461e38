package voxcrate.engine.transcription.decoding;

import java.util.List;

/// Which texts are believed (Radford et al. 2022, section 4.5), and at which temperatures another
/// one is looked for.
///
/// @param temperatures in this order, one at least
/// @param mostCompression a text that repeats itself can be compressed further than this
/// @param leastLogProbability of a token on average
/// @param mostNoSpeech above, and with improbable tokens, nobody speaks
public record Acceptance(
    List<Double> temperatures,
    double mostCompression,
    double leastLogProbability,
    double mostNoSpeech) {
  public static final Acceptance DEFAULT =
      new Acceptance(List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0), 2.4, -1, 0.6);

  /// The first text is taken as it is.
  public static final Acceptance FIRST =
      new Acceptance(
          List.of(0.0),
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY);

  public Acceptance {
    temperatures = List.copyOf(temperatures);
    if (temperatures.isEmpty() || temperatures.stream().anyMatch(each -> !(each >= 0))) {
      throw new IllegalArgumentException("temperatures are from 0 up, one at least");
    }
  }

  /// Whether it is worth while to look for another text. Silence says nothing else at other
  /// temperatures.
  boolean accepts(DecodedText text) {
    boolean improbable = text.averageLogProbability() < leastLogProbability;
    boolean silent = text.noSpeechProbability() > mostNoSpeech && improbable;
    return silent || (!improbable && !repeats(text));
  }

  boolean repeats(DecodedText text) {
    return text.compressionRatio() > mostCompression;
  }

  /// Whether nobody speaks.
  public boolean isSilence(DecodedText text) {
    return text.noSpeechProbability() > mostNoSpeech
        && text.averageLogProbability() <= leastLogProbability;
  }
}
