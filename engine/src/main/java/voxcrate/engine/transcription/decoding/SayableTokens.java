package voxcrate.engine.transcription.decoding;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import voxcrate.engine.transcription.decoding.SearchOptions.Suppressed;
import voxcrate.engine.transcription.tokens.NonSpeechSymbols;
import voxcrate.engine.transcription.tokens.Tokenizer;
import voxcrate.model.ModelDescriptor.Transcription;

/// What a model's texts may hold: as is asked for, else as the model itself says, or else as
/// OpenAI's program has it.
///
/// @param always rule for each token
/// @param first rule for the first token
/// @param latestFirstTime the latest time that a text may begin with, in positions of the audio
record SayableTokens(LogitRule always, LogitRule first, int latestFirstTime) {
  private static final double LATEST_FIRST_SECONDS = 1;

  static SayableTokens of(Transcription model, Tokenizer tokenizer, Suppressed suppressed) {
    var mel = model.mel();
    double positionSeconds =
        (double) mel.windowSamples() / mel.sampleRate() / model.sizes().audioPositions();
    return new SayableTokens(
        new NeverSaid(false, never(model, tokenizer, suppressed)),
        new NeverSaid(true, notFirst(model, tokenizer)),
        (int) Math.rint(LATEST_FIRST_SECONDS / positionSeconds));
  }

  private static Set<Integer> never(
      Transcription model, Tokenizer tokenizer, Suppressed suppressed) {
    var tokens = model.tokens();
    var never = new HashSet<>(suppressed.more());
    if (suppressed.usual()) {
      never.addAll(
          model.suppressed().isEmpty() ? NonSpeechSymbols.of(tokenizer) : model.suppressed());
    }
    never.addAll(
        List.of(
            tokens.transcribe(),
            tokens.translate(),
            tokens.start(),
            tokens.previous(),
            tokens.startOfLm(),
            tokens.noSpeech()));
    return never;
  }

  private static Collection<Integer> notFirst(Transcription model, Tokenizer tokenizer) {
    if (!model.suppressedFirst().isEmpty()) {
      return model.suppressedFirst();
    }
    var notFirst = new HashSet<>(tokenizer.encode(" "));
    notFirst.add(model.tokens().end());
    return notFirst;
  }
}
