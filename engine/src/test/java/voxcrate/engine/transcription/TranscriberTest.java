package voxcrate.engine.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.EngineCode;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.TinyWhisper;
import voxcrate.engine.testing.WavFile;
import voxcrate.engine.transcription.decoding.Acceptance;
import voxcrate.engine.transcription.decoding.SearchOptions;
import voxcrate.problem.ToolException;

/// With a network of random weights: what it says means nothing, where and how often it is asked
/// does.
final class TranscriberTest {
  private static final ExecutionTarget CPU = new ExecutionTarget.Cpu(1);
  private static final int RATE = 16_000;
  private static final double LOW = 300;
  private static final double HIGH = 4_550;
  private static final List<TimeRange> WINDOWS =
      List.of(
          new TimeRange(0.5, 1.2),
          new TimeRange(1.5, 2.5),
          new TimeRange(2.5, 3.5),
          new TimeRange(3.5, 4),
          new TimeRange(4.1, 4.9));

  @TempDir private Path folder;
  private Path recording;

  @BeforeEach
  void record() {
    recording = WavFile.noise(folder, "noise.wav", 5);
  }

  @Test
  void without_times_each_window_is_a_segment() {
    var transcripts = transcribe(options(false, 2));

    assertThat(transcripts).extracting(WindowTranscript::window).isEqualTo(WINDOWS);
    assertThat(transcripts)
        .allSatisfy(
            transcript -> {
              assertThat(transcript.segments()).hasSize(1);
              var segment = transcript.segments().getFirst();
              assertThat(segment.startSeconds()).isEqualTo(transcript.window().startSeconds());
              assertThat(segment.endSeconds()).isEqualTo(transcript.window().endSeconds());
              assertThat(segment.text()).isEqualTo(transcript.decoded().text());
            });
  }

  @Test
  void number_of_windows_at_once_changes_nothing() {
    assertThat(texts(transcribe(options(true, 3)))).isEqualTo(texts(transcribe(options(true, 1))));
  }

  @Test
  void last_windows_wait_for_those_of_the_next_recording() {
    var alone = texts(transcribe(options(true, 4)));
    var first = new Heard();
    var second = new Heard();

    try (var transcriber = Transcriber.open(TinyWhisper.installed(), options(true, 4), CPU)) {
      transcribe(transcriber, WINDOWS, first);
      assertThat(texts(first.transcripts)).isEqualTo(alone.subList(0, 4));
      transcribe(transcriber, WINDOWS, second);
      assertThat(texts(first.transcripts)).isEqualTo(alone);
      assertThat(first.ends).containsExactly("done");
      assertThat(texts(second.transcripts)).isEqualTo(alone.subList(0, 3));
      assertThat(second.ends).isEmpty();
      transcriber.finish();
    }

    assertThat(texts(second.transcripts)).isEqualTo(alone);
    assertThat(second.ends).containsExactly("done");
    assertThat(first.nanos).isPositive();
  }

  @Test
  void a_recording_that_fails_takes_nobody_with_it() {
    var refusing =
        new Heard() {
          @Override
          public void heard(List<WindowTranscript> windows, List<float[]> samples, long nanos) {
            throw TranscriptionProblem.cannotTranslate("this");
          }
        };
    var other = new Heard();

    try (var transcriber = Transcriber.open(TinyWhisper.installed(), options(true, 6), CPU)) {
      transcribe(transcriber, WINDOWS, refusing);
      assertThat(refusing.ends).isEmpty();
      transcribe(transcriber, WINDOWS, other);
      transcriber.finish();
    }

    assertThat(refusing.ends).hasSize(1).doesNotContain("done");
    assertThat(other.transcripts).hasSize(5);
    assertThat(other.ends).containsExactly("done");
  }

  @Test
  void segments_are_cut_at_times_and_stay_inside_their_window() {
    var transcripts = transcribe(options(true, 4));

    assertThat(transcripts).anyMatch(transcript -> transcript.segments().size() > 1);
    for (var transcript : transcripts) {
      for (var segment : transcript.segments()) {
        assertThat(segment.startSeconds())
            .isGreaterThanOrEqualTo(transcript.window().startSeconds())
            .isLessThanOrEqualTo(segment.endSeconds());
        assertThat(segment.endSeconds()).isLessThanOrEqualTo(transcript.window().endSeconds());
        assertThat(segment.tokens()).isNotEmpty().allMatch(token -> token.number() < 271);
      }
    }
  }

  @Test
  void hot_words_and_earlier_text_change_what_is_heard() {
    var plain = texts(transcribe(options(false, 1)));

    assertThat(texts(transcribe(with("", "thing", false)))).isNotEqualTo(plain);
    assertThat(texts(transcribe(with("the thing", "", false)))).isNotEqualTo(plain);
    var followed = texts(transcribe(with("", "", true)));
    assertThat(followed.getFirst()).isEqualTo(plain.getFirst());
    assertThat(followed).isNotEqualTo(plain);
  }

  @Test
  void language_is_that_of_the_first_window_or_of_each() {
    var first = transcribe(language(new LanguageChoice.OfFirstWindow()));
    var each = transcribe(language(new LanguageChoice.OfEachWindow()));
    var stated = transcribe(language(new LanguageChoice.Stated("de")));

    assertThat(first)
        .extracting(WindowTranscript::language)
        .containsOnly(each.getFirst().language());
    assertThat(each).extracting(WindowTranscript::language).isSubsetOf("en", "de");
    assertThat(stated).extracting(WindowTranscript::language).containsOnly("de");
    assertThat(texts(transcribe(language(new LanguageChoice.Stated("en")))))
        .isNotEqualTo(texts(stated));
  }

  @Test
  void two_languages_by_turns_are_each_written_as_if_there_were_no_other() {
    // Random weights take this to be one language and that to be the other.
    var turns = List.of("high", "low", "low", "high", "low");
    recording = byTurns(turns);
    var windows = IntStream.range(0, turns.size()).mapToObj(i -> new TimeRange(i, i + 1)).toList();

    var heard = transcribe(language(new LanguageChoice.OfEachWindow()), windows);

    var languages = new HashMap<String, String>();
    for (int i = 0; i < turns.size(); i++) {
      languages.putIfAbsent(turns.get(i), heard.get(i).language());
      assertThat(heard.get(i).language()).isEqualTo(languages.get(turns.get(i)));
    }
    assertThat(languages.values()).containsExactlyInAnyOrder("en", "de");
    for (int i = 0; i < turns.size(); i++) {
      recording = byTurns(List.of(turns.get(i)));
      var stated = language(new LanguageChoice.Stated(heard.get(i).language()));
      assertThat(texts(transcribe(stated, windows.subList(0, 1))))
          .containsExactly(heard.get(i).decoded().tokens());
    }
  }

  private Path byTurns(List<String> turns) {
    var samples = new float[turns.size() * RATE];
    for (int i = 0; i < samples.length; i++) {
      double hertz = turns.get(i / RATE).equals("high") ? HIGH : LOW;
      samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * hertz * (i % RATE) / RATE));
    }
    return WavFile.write(folder, "turns.wav", WavFile.pcm16(RATE, 1, samples));
  }

  @Test
  void silence_has_no_segments() {
    var silent = new Acceptance(List.of(0.0), 2.4, 0, 0);

    assertThat(transcribe(accepting(silent, true)))
        .hasSize(5)
        .allMatch(transcript -> transcript.segments().isEmpty())
        .allMatch(transcript -> transcript.attention().isEmpty());
  }

  @Test
  void attention_comes_with_the_tokens_of_the_segments() {
    for (var transcript : transcribe(accepting(Acceptance.FIRST, true))) {
      var attention = transcript.attention().orElseThrow();
      var text =
          transcript.segments().stream()
              .flatMap(segment -> segment.tokens().stream())
              .map(TextToken::number)
              .toList();
      assertThat(
              attention.tokens().subList(attention.promptTokens(), attention.tokens().size() - 1))
          .isEqualTo(text);
      assertThat(attention.probabilities().count()).isEqualTo(text.size());
    }
  }

  @Test
  void language_the_model_does_not_know_is_refused() {
    assertRefused(
        EngineCode.LANGUAGE_UNKNOWN,
        "'fr'; it knows en, de",
        TinyWhisper.installed(),
        language(new LanguageChoice.Stated("fr")));
  }

  @Test
  void the_only_transcription_model_is_taken_or_the_one_that_is_named() {
    var catalog = ModelCatalog.in(TinyWhisper.FOLDER);

    assertThat(catalog.transcription(Optional.empty()).name())
        .isEqualTo("voxcrate-test/whisper-tiny");
    for (var refused : List.of(catalog, ModelCatalog.in(TinyModels.FOLDER))) {
      assertThatThrownBy(() -> refused.transcription(Optional.of("org/other")))
          .isInstanceOfSatisfying(
              ToolException.class,
              refusal -> {
                assertThat(refusal.problem().code()).isEqualTo(EngineCode.NO_TRANSCRIPTION_MODEL);
                assertThat(refusal.problem().found()).contains("no transcription model named");
              });
    }
  }

  @Test
  void another_kind_of_model_is_refused() {
    var segmentation =
        ModelCatalog.in(TinyModels.FOLDER).models().stream()
            .filter(model -> model.kind().equals("segmentation"))
            .findFirst()
            .orElseThrow();

    assertRefused(
        EngineCode.MODEL_UNUSABLE,
        "a model for segmentation",
        segmentation,
        TranscriptionOptions.DEFAULT);
  }

  private static void assertRefused(
      EngineCode code, String found, InstalledModel model, TranscriptionOptions options) {
    assertThatThrownBy(() -> Transcriber.open(model, options, CPU).close())
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(code);
              assertThat(refusal.problem().found()).contains(found);
            });
  }

  private List<WindowTranscript> transcribe(TranscriptionOptions options) {
    return transcribe(options, WINDOWS);
  }

  private List<WindowTranscript> transcribe(TranscriptionOptions options, List<TimeRange> windows) {
    var heard = new Heard();
    try (var transcriber = Transcriber.open(TinyWhisper.installed(), options, CPU)) {
      transcribe(transcriber, windows, heard);
      transcriber.finish();
    }
    assertThat(heard.ends).containsExactly("done");
    return heard.transcripts;
  }

  private void transcribe(Transcriber transcriber, List<TimeRange> windows, Heard heard) {
    try (var audio =
        Waveform.open(recording, new ChannelChoice.Average(), transcriber.sampleRate())) {
      transcriber.transcribe(audio, windows, List.of(), heard);
    }
  }

  private static class Heard implements Transcriber.WindowListener {
    final List<WindowTranscript> transcripts = new ArrayList<>();
    final List<String> ends = new ArrayList<>();
    private long nanos;

    @Override
    public void heard(List<WindowTranscript> windows, List<float[]> samples, long nanos) {
      assertThat(samples).hasSameSizeAs(windows);
      transcripts.addAll(windows);
      this.nanos += nanos;
    }

    @Override
    public void done() {
      ends.add("done");
    }

    @Override
    public void failed(ToolException failure) {
      ends.add(failure.problem().code().id());
    }
  }

  private static List<List<Integer>> texts(List<WindowTranscript> transcripts) {
    return transcripts.stream().map(transcript -> transcript.decoded().tokens()).toList();
  }

  private static TranscriptionOptions options(boolean timestamps, int windowsAtOnce) {
    return all(
        new LanguageChoice.Stated("en"),
        timestamps,
        "",
        "",
        false,
        Acceptance.FIRST,
        windowsAtOnce,
        false);
  }

  private static TranscriptionOptions with(String before, String hotWords, boolean followOn) {
    return all(
        new LanguageChoice.Stated("en"),
        false,
        before,
        hotWords,
        followOn,
        Acceptance.FIRST,
        1,
        false);
  }

  private static TranscriptionOptions language(LanguageChoice language) {
    return all(language, false, "", "", false, Acceptance.FIRST, 4, false);
  }

  private static TranscriptionOptions accepting(Acceptance acceptance, boolean attention) {
    return all(new LanguageChoice.Stated("en"), true, "", "", false, acceptance, 4, attention);
  }

  private static TranscriptionOptions all(
      LanguageChoice language,
      boolean timestamps,
      String before,
      String hotWords,
      boolean followOn,
      Acceptance acceptance,
      int windowsAtOnce,
      boolean attention) {
    return new TranscriptionOptions(
        Task.TRANSCRIBE,
        language,
        timestamps,
        before,
        hotWords,
        followOn,
        SearchOptions.DEFAULT.withBeams(2),
        acceptance,
        OptionalInt.of(windowsAtOnce),
        _ -> attention);
  }
}
