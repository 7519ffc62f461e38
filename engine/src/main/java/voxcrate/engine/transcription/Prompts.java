package voxcrate.engine.transcription;

import java.util.ArrayList;
import java.util.List;
import voxcrate.engine.transcription.decoding.WindowTask;
import voxcrate.engine.transcription.tokens.Tokenizer;
import voxcrate.model.ModelDescriptor.Transcription;

/// What stands before a window's text: hot words and what was said before, the start, and for
/// models of several languages the language and the task.
final class Prompts {
  /// Above it, what was written was guessed, and the next window is not told.
  private static final double GUESSED_FROM_TEMPERATURE = 0.5;

  private final Transcription model;
  private final Tokenizer tokenizer;
  private final TranscriptionOptions options;
  private List<Integer> said;

  Prompts(Transcription model, Tokenizer tokenizer, TranscriptionOptions options) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.options = options;
    this.said = tokens(options.initialPrompt());
  }

  /// @param language its code
  WindowTask task(String language) {
    var prompt = new ArrayList<>(before());
    int start = prompt.size();
    prompt.addAll(start(language));
    return new WindowTask(prompt, prompt.size() - start, options.timestamps());
  }

  /// From the start on.
  List<Integer> start(String language) {
    var special = model.tokens();
    var start = new ArrayList<>(List.of(special.start()));
    if (special.multilingual()) {
      start.add(special.languages().getOrDefault(language, special.start()));
      start.add(
          switch (options.task()) {
            case TRANSCRIBE -> special.transcribe();
            case TRANSLATE -> special.translate();
          });
    }
    if (!options.timestamps()) {
      start.add(special.noTimestamps());
    }
    return start;
  }

  /// The next window is told, if windows are told anything.
  ///
  /// @param tokens of a window's text
  void said(List<Integer> tokens, double temperature) {
    if (!options.followOn()) {
      return;
    }
    if (temperature > GUESSED_FROM_TEMPERATURE) {
      said = List.of();
    } else {
      var all = new ArrayList<>(said);
      all.addAll(tokens);
      said = last(all, most());
    }
  }

  /// Half of the decoder's positions are the text's own.
  private int most() {
    return model.sizes().textPositions() / 2 - 1;
  }

  private List<Integer> before() {
    var words = tokens(options.hotWords());
    var hot = words.subList(0, Math.min(words.size(), most()));
    var told = last(said, most() - hot.size());
    if (hot.isEmpty() && told.isEmpty()) {
      return List.of();
    }
    var before = new ArrayList<>(List.of(model.tokens().previous()));
    before.addAll(hot);
    before.addAll(told);
    return before;
  }

  private static List<Integer> last(List<Integer> tokens, int most) {
    return List.copyOf(tokens.subList(Math.max(0, tokens.size() - most), tokens.size()));
  }

  private List<Integer> tokens(String text) {
    return text.isBlank() ? List.of() : tokenizer.encode(" " + text.strip());
  }
}
