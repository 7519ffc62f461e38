package voxcrate.engine.transcription;

import java.util.function.Predicate;
import voxcrate.engine.transcription.decoding.Acceptance;
import voxcrate.engine.transcription.decoding.SearchOptions;

/// How a recording is transcribed.
///
/// @param timestamps whether the decoder writes times among the words, and segments are cut there;
///     else each window is one segment
/// @param initialPrompt text as if it had been said before; empty for none
/// @param hotWords words that are likely to be said; empty for none
/// @param followOn whether each window is told the text before it; windows are decoded one by one
///     then
/// @param windowsAtOnce decoded side by side
/// @param attention of which languages segments come with where the decoder looked, for the times
///     of words
public record TranscriptionOptions(
    Task task,
    LanguageChoice language,
    boolean timestamps,
    String initialPrompt,
    String hotWords,
    boolean followOn,
    SearchOptions search,
    Acceptance acceptance,
    int windowsAtOnce,
    Predicate<String> attention) {
  /// As WhisperX has them, and texts that are not believed are looked for again.
  public static final TranscriptionOptions DEFAULT =
      new TranscriptionOptions(
          Task.TRANSCRIBE,
          new LanguageChoice.OfFirstWindow(),
          false,
          "",
          "",
          false,
          SearchOptions.DEFAULT,
          Acceptance.DEFAULT,
          4,
          _ -> false);

  public TranscriptionOptions {
    if (windowsAtOnce < 1) {
      throw new IllegalArgumentException("one window at a time at least");
    }
  }

  /// The same with other languages whose segments come with where the decoder looked.
  public TranscriptionOptions withAttention(Predicate<String> languages) {
    return new TranscriptionOptions(
        task,
        language,
        timestamps,
        initialPrompt,
        hotWords,
        followOn,
        search,
        acceptance,
        windowsAtOnce,
        languages);
  }

  /// Windows that go into the decoder together.
  int batch() {
    return followOn ? 1 : windowsAtOnce;
  }
}
