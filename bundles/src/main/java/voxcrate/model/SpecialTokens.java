package voxcrate.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The tokens of a transcription model that stand for no text.
///
/// A window begins with `start`, then a language, then a task; models of one language go without
/// these two. Which language is spoken: the logits after `start` alone, soft-max over the tokens of
/// `languages` only. How likely nobody speaks: the soft-max over all logits after `start`, at
/// `noSpeech`.
///
/// @param multilingual whether the model tells languages apart
/// @param end of the text
/// @param start of a window's text
/// @param languages by code, such as `en`, in the order of their tokens
/// @param startOfLm unused by published models, and never to be said
/// @param previous what follows, up to `start`, is text before the window
/// @param noTimestamps asks for text without times
/// @param firstTimestamp stands for 0 s; each token after it for one position of the audio more
public record SpecialTokens(
    boolean multilingual,
    int end,
    int start,
    Map<String, Integer> languages,
    int translate,
    int transcribe,
    int startOfLm,
    int previous,
    int noSpeech,
    int noTimestamps,
    int firstTimestamp) {
  public SpecialTokens {
    languages = Collections.unmodifiableMap(new LinkedHashMap<>(languages));
    if (multilingual && languages.isEmpty()) {
      throw new IllegalArgumentException("a model of several languages that names none");
    }
  }

  Stream<Integer> all() {
    return Stream.concat(
        Stream.of(
            end,
            start,
            translate,
            transcribe,
            startOfLm,
            previous,
            noSpeech,
            noTimestamps,
            firstTimestamp),
        languages.values().stream());
  }
}
