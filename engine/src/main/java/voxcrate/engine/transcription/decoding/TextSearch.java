package voxcrate.engine.transcription.decoding;

import java.util.List;

/// Looks for what was said in one window, token by token.
sealed interface TextSearch permits BeamSearch, SampledTexts {
  /// Decides how the texts go on.
  ///
  /// @param logits of each text that the last [#next] named, by its number there; the first time of
  ///     one text, the prompt
  void take(Logits logits);

  /// The texts of the next step, always as many.
  List<Continuation> next();

  /// Nothing better can be found.
  boolean isFinished();

  Hypothesis best();
}
