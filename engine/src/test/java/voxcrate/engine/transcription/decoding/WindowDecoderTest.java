package voxcrate.engine.transcription.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.testing.TinyWhisper;
import voxcrate.engine.transcription.decoding.SearchOptions.Suppressed;
import voxcrate.engine.transcription.tokens.Tokenizer;
import voxcrate.engine.transcription.tokens.TokenizerFiles;
import voxcrate.model.ModelDescriptor.Transcription;

/// Against a decoder that remembers nothing: every text is read anew, alone, from its prompt on.
final class WindowDecoderTest {
  private static final ExecutionTarget CPU = new ExecutionTarget.Cpu(1);
  private static final Transcription MODEL = TinyWhisper.model();
  private static final Tokenizer TOKENIZER =
      TokenizerFiles.read(TinyWhisper.FOLDER, MODEL.tokenizer());
  private static final int WINDOWS = 3;

  private static AudioEncoder encoder;
  private static TextDecoder decoder;
  private static HeardAudio heard;

  @BeforeAll
  static void listen() {
    encoder = AudioEncoder.open(TinyWhisper.FOLDER, MODEL, CPU);
    decoder = TextDecoder.open(TinyWhisper.FOLDER, MODEL, CPU);
    heard = encoder.hear(IntStream.range(0, WINDOWS).mapToObj(TinyWhisper::mel).toList());
  }

  @AfterAll
  static void close() {
    decoder.close();
    encoder.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void texts_are_those_of_a_decoder_that_remembers_nothing(int beams) {
    // Prompts of different length stand side by side.
    var tasks = List.of(task(true, ""), task(true, "the sound"), task(true, "and to win"));
    var search = SearchOptions.DEFAULT.withBeams(beams);

    var texts =
        new WindowDecoder(decoder, TOKENIZER, search, Acceptance.FIRST).decode(heard, tasks);

    for (int window = 0; window < WINDOWS; window++) {
      var expected = forgetful(heard.window(window), tasks.get(window), beams);
      var text = texts.get(window);
      assertThat(text.tokens()).isEqualTo(expected.tokens());
      assertThat(text.averageLogProbability())
          .isCloseTo(expected.averageLogProbability(), within(1e-4));
      assertThat(text.text()).isEqualTo(TOKENIZER.decode(text.tokens()).strip());
    }
    assertThat(texts).extracting(DecodedText::tokens).doesNotHaveDuplicates();
    assertThat(texts).allMatch(text -> text.tokens().size() > 5 || beams == 1);
  }

  @Test
  void windows_do_not_depend_on_those_beside_them() {
    var tasks = Collections.nCopies(WINDOWS, task(false, "the"));
    var all = decoder(SearchOptions.DEFAULT, Acceptance.FIRST).decode(heard, tasks);

    for (int window = 0; window < WINDOWS; window++) {
      var alone =
          decoder(SearchOptions.DEFAULT, Acceptance.FIRST)
              .decode(heard.window(window), tasks.subList(0, 1));
      assertThat(alone.getFirst().tokens()).isEqualTo(all.get(window).tokens());
      assertThat(alone.getFirst().noSpeechProbability())
          .isCloseTo(all.get(window).noSpeechProbability(), within(1e-6));
    }
  }

  @Test
  void no_speech_is_judged_behind_the_start() {
    var task = task(true, "the sound");
    var start = task.prompt().subList(0, task.prompt().size() - 2);
    var row = new float[MODEL.sizes().vocabulary()];
    try (var run = decoder.begin(heard.window(0), List.of(start))) {
      run.readPrompts(1);
      run.logits(0).read(0, row);
    }
    double sum = 0;
    for (float logit : row) {
      sum += Math.exp(logit);
    }

    var text =
        decoder(SearchOptions.DEFAULT, Acceptance.FIRST).decode(heard.window(0), List.of(task));

    assertThat(text.getFirst().noSpeechProbability())
        .isCloseTo(Math.exp(row[MODEL.tokens().noSpeech()]) / sum, within(1e-6));
  }

  @Test
  void text_that_is_not_believed_is_looked_for_again() {
    var nothingWillDo = new Acceptance(List.of(0.0, 0.5, 1.0), 2.4, 0, 2);
    var tasks = Collections.nCopies(WINDOWS, task(true, ""));

    var texts = decoder(SearchOptions.DEFAULT, nothingWillDo).decode(heard, tasks);
    var again = decoder(SearchOptions.DEFAULT, nothingWillDo).decode(heard, tasks);

    assertThat(again).isEqualTo(texts);
    var first = decoder(SearchOptions.DEFAULT, Acceptance.FIRST).decode(heard, tasks);
    for (int window = 0; window < WINDOWS; window++) {
      assertThat(texts.get(window).averageLogProbability())
          .isGreaterThanOrEqualTo(first.get(window).averageLogProbability());
    }
  }

  @Test
  void what_is_believed_is_not_looked_for_again() {
    var silent = new Acceptance(List.of(0.0, 1.0), 2.4, 0, 0);
    var texts =
        decoder(SearchOptions.DEFAULT, silent).decode(heard.window(0), List.of(task(true, "")));

    assertThat(texts.getFirst().temperature()).isZero();
    assertThat(silent.isSilence(texts.getFirst())).isTrue();
    assertThat(Acceptance.FIRST.isSilence(texts.getFirst())).isFalse();
  }

  @Test
  void text_ends_with_the_number_of_tokens_asked_for() {
    var texts =
        decoder(SearchOptions.DEFAULT.withMaxTokens(3), Acceptance.FIRST)
            .decode(heard, Collections.nCopies(WINDOWS, task(true, "")));

    assertThat(texts).allMatch(text -> text.tokens().size() <= 3);
  }

  @Test
  void repetitions_are_kept_away() {
    var guarded =
        new SearchOptions(1, 1, LengthPenalty.BY_LENGTH, 1, 224, 1, 1, Suppressed.USUAL, 0);

    var texts =
        decoder(guarded, Acceptance.FIRST)
            .decode(heard, Collections.nCopies(WINDOWS, task(false, "")));

    assertThat(texts).allSatisfy(text -> assertThat(text.tokens()).doesNotHaveDuplicates());
  }

  @Test
  void language_is_the_likeliest_after_the_start() {
    var languages = new LanguageDetector(decoder).detect(heard);

    var row = new float[MODEL.sizes().vocabulary()];
    for (int window = 0; window < WINDOWS; window++) {
      try (var run = decoder.begin(heard.window(window), List.of(List.of(272)))) {
        run.readPrompts(1);
        run.logits(0).read(0, row);
      }
      boolean english = row[273] > row[274];
      assertThat(languages.get(window).code()).isEqualTo(english ? "en" : "de");
      assertThat(languages.get(window).probability())
          .isCloseTo(1 / (1 + Math.exp(-Math.abs(row[273] - row[274]))), within(1e-5));
    }
  }

  @Test
  void attention_tells_where_was_looked_for_each_token() {
    var text = TOKENIZER.encode("and the sound");

    var attention =
        new AttentionReader(decoder).read(heard.window(1), List.of(272, 273, 276), text);

    assertThat(attention.tokens()).startsWith(272, 273, 276, 280).endsWith(271);
    assertThat(attention.promptTokens()).isEqualTo(4);
    assertThat(attention.heads()).isEqualTo(3);
    assertThat(attention.fit().count()).isEqualTo(3 * (text.size() + 5) * 50);
    // The same, with less of the text: what comes later changes nothing.
    var begun =
        new AttentionReader(decoder)
            .read(heard.window(1), List.of(272, 273, 276), text.subList(0, 2));
    for (int position = 0; position < 50; position++) {
      assertThat(begun.fit().get(5 * 50 + position))
          .isCloseTo(attention.fit().get(5 * 50 + position), within(1e-4f));
    }
    assertThat(begun.probabilities().get(1))
        .isCloseTo(attention.probabilities().get(1), within(1e-5f));
    assertThat(probability(text, 2)).isCloseTo(attention.probabilities().get(2), within(1e-5));
  }

  private static double probability(List<Integer> text, int index) {
    var tokens = new ArrayList<>(List.of(272, 273, 276, 280));
    tokens.addAll(text.subList(0, index));
    var row = new float[MODEL.sizes().vocabulary()];
    try (var run = decoder.begin(heard.window(1), List.of(tokens))) {
      run.readPrompts(1);
      run.logits(0).read(0, row);
    }
    double sum = 0;
    for (int token = 0; token < 271; token++) {
      sum += Math.exp(row[token]);
    }
    return Math.exp(row[text.get(index)]) / sum;
  }

  private static WindowDecoder decoder(SearchOptions search, Acceptance acceptance) {
    return new WindowDecoder(decoder, TOKENIZER, search, acceptance);
  }

  private static WindowTask task(boolean timestamps, String before) {
    var prompt = new ArrayList<Integer>();
    if (!before.isEmpty()) {
      prompt.add(278);
      prompt.addAll(TOKENIZER.encode(" " + before));
    }
    int start = prompt.size();
    prompt.addAll(List.of(272, 273, 276));
    if (!timestamps) {
      prompt.add(280);
    }
    return new WindowTask(prompt, prompt.size() - start, timestamps);
  }

  private record Text(List<Integer> tokens, double sum, boolean ended) {}

  /// Beam search by the book; of one beam, the best token at a time.
  private static Hypothesis forgetful(HeardAudio window, WindowTask task, int beams) {
    var sayable = SayableTokens.of(MODEL, TOKENIZER, Suppressed.USUAL);
    var rules =
        List.of(
            sayable.first(),
            sayable.always(),
            new TimestampRule(MODEL.tokens(), sayable.latestFirstTime()));
    var complete = new ArrayList<Text>();
    List<Text> live = List.of(new Text(List.of(), 0, false));
    for (int step = 0; step < 20 && complete.size() < beams && !live.isEmpty(); step++) {
      var candidates = new ArrayList<Text>();
      for (var text : live) {
        candidates.addAll(continued(window, task, rules, text));
      }
      candidates.sort(Comparator.comparingDouble(Text::sum).reversed());
      var next = new ArrayList<Text>();
      for (var candidate : candidates) {
        if (next.size() < beams && !(beams == 1 && candidate.ended && next.isEmpty())) {
          (candidate.ended ? complete : next).add(candidate);
        } else if (beams == 1 && complete.isEmpty() && next.isEmpty()) {
          complete.add(candidate);
          break;
        }
      }
      live = next;
    }
    live.stream().limit(Math.max(0, beams - complete.size())).forEach(complete::add);
    return LengthPenalty.BY_LENGTH.best(
        complete.stream().map(text -> new Hypothesis(text.tokens, text.sum)).toList());
  }

  private static List<Text> continued(
      HeardAudio window, WindowTask task, List<LogitRule> rules, Text text) {
    var tokens = new ArrayList<>(task.prompt());
    tokens.addAll(text.tokens);
    var ruled = new RuledLogits(rules, MODEL.sizes().vocabulary());
    try (var run = decoder.begin(window, List.of(tokens))) {
      run.readPrompts(1);
      ruled.read(run.logits(0), 0, text.tokens.stream().mapToInt(Integer::intValue).toArray());
    }
    var continued = new ArrayList<Text>();
    for (int token = 0; token < MODEL.sizes().vocabulary(); token++) {
      boolean end = token == MODEL.tokens().end();
      var longer = new ArrayList<>(text.tokens);
      if (!end) {
        longer.add(token);
      }
      continued.add(new Text(longer, text.sum + ruled.logProbability(token), end));
    }
    return continued;
  }
}
