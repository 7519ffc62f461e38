package voxcrate.engine.transcription.decoding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import voxcrate.engine.transcription.tokens.Tokenizer;
import voxcrate.model.ModelDescriptor.Transcription;

/// Writes what was said in windows, several of them side by side. A text that is not believed is
/// looked for again at higher temperatures, its window alone.
public final class WindowDecoder {
  private final TextDecoder decoder;
  private final Transcription model;
  private final Tokenizer tokenizer;
  private final SayableTokens sayable;
  private final SearchOptions search;
  private final Acceptance acceptance;

  public WindowDecoder(
      TextDecoder decoder, Tokenizer tokenizer, SearchOptions search, Acceptance acceptance) {
    this.decoder = decoder;
    this.model = decoder.model();
    this.tokenizer = tokenizer;
    this.sayable = SayableTokens.of(model, tokenizer, search.suppressed());
    this.search = search;
    this.acceptance = acceptance;
  }

  /// @param tasks one for each window; all of the same structure
  /// @return one for each window
  public List<DecodedText> decode(HeardAudio audio, List<WindowTask> tasks) {
    double first = acceptance.temperatures().getFirst();
    var texts = new ArrayList<>(decodeAt(first, audio, tasks));
    for (int window = 0; window < tasks.size(); window++) {
      if (!acceptance.accepts(texts.get(window))) {
        texts.set(window, tryAgain(audio.window(window), tasks.get(window), texts.get(window)));
      }
    }
    return List.copyOf(texts);
  }

  /// Of several texts none of which is believed, the most probable of those that do not repeat
  /// themselves (as faster-whisper does).
  private DecodedText tryAgain(HeardAudio window, WindowTask task, DecodedText first) {
    var tried = new ArrayList<>(List.of(first));
    var temperatures = acceptance.temperatures();
    for (double temperature : temperatures.subList(1, temperatures.size())) {
      var text = decodeAt(temperature, window, List.of(task)).getFirst();
      if (acceptance.accepts(text)) {
        return text;
      }
      tried.add(text);
    }
    return tried.stream()
        .max(
            Comparator.comparing((DecodedText text) -> !acceptance.repeats(text))
                .thenComparingDouble(DecodedText::averageLogProbability))
        .orElseThrow();
  }

  private List<DecodedText> decodeAt(double temperature, HeardAudio audio, List<WindowTask> tasks) {
    var prompts = tasks.stream().map(WindowTask::prompt).toList();
    try (var run = decoder.begin(audio, prompts)) {
      run.readPrompts(1, tasks.getFirst().startFromEnd());
      var speech = noSpeech(run, tasks.size());
      var searches = tasks.stream().map(task -> search(task, temperature)).toList();
      follow(run, searches, tasks);
      var texts = new ArrayList<DecodedText>();
      for (int window = 0; window < tasks.size(); window++) {
        var best = searches.get(window).best();
        var text = tokenizer.decode(best.tokens()).strip();
        texts.add(DecodedText.of(best, text, speech.get(window), temperature));
      }
      return texts;
    }
  }

  /// The soft-max over all logits behind the start, before any rule.
  private List<Double> noSpeech(DecoderRun run, int windows) {
    var row = new float[model.sizes().vocabulary()];
    var probabilities = new ArrayList<Double>();
    for (int window = 0; window < windows; window++) {
      run.logits(window).read(1, row);
      double logit = row[model.tokens().noSpeech()];
      probabilities.add(Math.exp(logit - LogSum.of(row, 0, row.length)));
    }
    return probabilities;
  }

  private TextSearch search(WindowTask task, double temperature) {
    var ruled = new RuledLogits(rules(task), model.sizes().vocabulary());
    int end = model.tokens().end();
    if (temperature == 0 && search.beams() > 1) {
      return new BeamSearch(ruled, end, search.beams(), search.patience(), search.lengthPenalty());
    }
    int texts = temperature == 0 ? 1 : search.samples();
    var random = new SplittableRandom(search.seed());
    return new SampledTexts(ruled, end, texts, temperature, search.lengthPenalty(), random);
  }

  private List<LogitRule> rules(WindowTask task) {
    var rules = new ArrayList<LogitRule>();
    if (search.repetitionPenalty() != 1) {
      rules.add(new RepetitionPenalty((float) search.repetitionPenalty()));
    }
    if (search.noRepeatedRun() > 0) {
      rules.add(new NoRepeatedRun(search.noRepeatedRun()));
    }
    rules.add(sayable.first());
    rules.add(sayable.always());
    if (task.timestamps()) {
      rules.add(new TimestampRule(model.tokens(), sayable.latestFirstTime()));
    }
    return rules;
  }

  /// Until all texts are complete, or as long as they may be.
  private void follow(DecoderRun run, List<TextSearch> searches, List<WindowTask> tasks) {
    int longest = tasks.stream().mapToInt(task -> task.prompt().size()).max().orElseThrow();
    int positions = model.sizes().textPositions();
    // Half of the positions are the prompt's. The last token is not read again and needs none.
    int steps = Math.min(search.maxTokens(), Math.min(positions / 2, positions - longest + 1));
    int first = 0;
    int end = searches.size();
    for (int step = 0; step < steps; step++) {
      lanes(IntStream.range(first, end).filter(window -> !searches.get(window).isFinished()))
          .forEach(window -> searches.get(window).take(run.logits(window)));
      while (first < end && searches.get(first).isFinished()) {
        first++;
      }
      while (first < end && searches.get(end - 1).isFinished()) {
        end--;
      }
      if (first == end || step == steps - 1) {
        return;
      }
      run.step(first, searches.subList(first, end).stream().map(TextSearch::next).toList());
    }
  }

  /// Windows have nothing to do with each other. While a card computes the processor has nothing to
  /// do, and all of it goes through the logits, which would take longer than the card does; on a
  /// processor its threads are the models'.
  private IntStream lanes(IntStream windows) {
    return decoder.isOnCard() ? windows.parallel() : windows;
  }
}
