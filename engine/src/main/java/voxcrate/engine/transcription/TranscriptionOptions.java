package voxcrate.engine.transcription;

import java.util.OptionalInt;
import java.util.function.Predicate;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.ExecutionTarget.Cpu;
import voxcrate.engine.onnx.ExecutionTarget.Cuda;
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
/// @param windowsAtOnce heard and decoded side by side; empty for as many as suit where it runs
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
    OptionalInt windowsAtOnce,
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
          OptionalInt.empty(),
          _ -> false);

  public TranscriptionOptions {
    if (windowsAtOnce.orElse(1) < 1) {
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

  /// Windows that go through the models together.
  int batch(ExecutionTarget target) {
    return followOn ? 1 : windowsAtOnce.orElse(usual(target));
  }

  /// A card is hardly busier with many windows than with one; WhisperX takes 16 too.
  private static int usual(ExecutionTarget target) {
    return switch (target) {
      case Cpu _ -> 4;
      case Cuda _ -> 16;
    };
  }
}
