package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.testing.EngineProcess;
import voxcrate.engine.testing.JsonSchema;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.TinyWhisper;
import voxcrate.engine.testing.WavFile;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// With networks of random weights: what they say means nothing, what is made of it does.
final class TranscribeTest {
  private static final Path SCHEMA =
      Path.of(System.getProperty("voxcrate.source"), "docs", "transcript.schema.json");
  private static final int RATE = 16_000;

  @TempDir Path folder;
  private Path models;
  private Path words;
  private Path recording;

  @BeforeEach
  void install() throws IOException {
    models = folder.resolve("models");
    words = folder.resolve("words");
    copy(TinyModels.FOLDER, models);
    copy(TinyWhisper.FOLDER, models.resolve("whisper-tiny"));
    copy(TinyWhisper.FOLDER, words.resolve("whisper-tiny"));
    recording = WavFile.noise(folder, "noise.wav", 25);
  }

  @Test
  void every_format_is_written_and_the_document_follows_the_published_schema() throws IOException {
    var run = transcribe(models, "-f", "all");

    assertThat(run.status()).as(run.err()).isZero();
    for (var extension : List.of("json", "srt", "vtt", "txt", "tsv", "rttm", "html")) {
      assertThat(folder.resolve("out/noise." + extension)).isNotEmptyFile();
    }
    var schema = (Json.Obj) JsonReader.read(Files.readString(SCHEMA));
    assertThat(JsonSchema.findings(schema, document())).isEmpty();
    assertThat(run.err()).contains("Speaker diarization completed successfully", "wrote ");
  }

  @Test
  void words_have_times_within_the_recording_and_speakers() throws IOException {
    transcribe(models);

    var said = words(document());
    assertThat(said).hasSizeGreaterThan(10);
    for (var word : said) {
      double start = word.decimal("start");
      assertThat(start).isBetween(0.0, 25.0);
      assertThat(word.decimal("end")).isBetween(start, 25.0);
      assertThat(word.text("speaker")).matches("SPEAKER_\\d\\d|UNKNOWN");
    }
  }

  @Test
  void what_is_said_is_shown_as_it_is_written() throws IOException {
    var run = transcribe(models);

    var shown = run.out().lines().filter(line -> line.contains("peaker")).toList();
    var written = Files.readAllLines(folder.resolve("out/noise.txt"));
    assertThat(shown).hasSameSizeAs(written);
    for (int i = 0; i < written.size(); i++) {
      assertThat(shown.get(i)).endsWith("  " + written.get(i));
    }
  }

  @Test
  void without_diarization_nobody_has_a_name_and_nothing_is_complained_about() throws IOException {
    var run = transcribe(models, "--no-diarization", "--strict");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(words(document())).isNotEmpty().noneMatch(word -> word.find("speaker").isPresent());
    assertThat(document().find("turns")).isEmpty();
    assertThat(folder.resolve("out/noise.html")).content().doesNotContain("Unknown speaker");
  }

  @Test
  void without_diarization_models_the_words_come_with_a_warning() {
    assertThat(transcribe(words).status()).isZero();
    assertThat(transcribe(words).err()).contains("nobody is told apart", "recipe speech");
    assertThat(transcribe(words, "--strict").status()).isEqualTo(8);
    assertThat(transcribe(words, "--num-speakers", "2").err()).contains("VX-ENGINE-010");
    assertThat(transcribe(words, "--diarize").status()).isEqualTo(7);
    assertThat(transcribe(words, "-f", "rttm").status()).isEqualTo(8);
    assertThat(transcribe(words, "-f", "all").status()).isZero();
    assertThat(transcribe(words, "--channel", "each").status()).isEqualTo(7);
    assertThat(transcribe(words, "--channel", "each", "--no-diarization").status()).isEqualTo(2);
  }

  @Test
  void each_channel_is_heard_by_itself_and_holds_one_speaker() throws IOException {
    recording = WavFile.noise(folder, "noise.wav", 25, 2);

    var run = transcribe(models, "--channel", "each");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(words(document()))
        .extracting(word -> word.text("speaker"))
        .contains("SPEAKER_00", "SPEAKER_01")
        .isSubsetOf("SPEAKER_00", "SPEAKER_01", "UNKNOWN");
  }

  @Test
  void recordings_that_go_through_the_models_together_say_what_each_says_alone()
      throws IOException {
    var several = new ArrayList<Path>();
    for (int i = 1; i <= 4; i++) {
      several.add(WavFile.noise(folder, "noise" + i + ".wav", 3 + 2 * i));
    }
    Files.writeString(several.get(1), "no recording");

    var run = transcribe(words, several.stream().map(Path::toString).toArray(String[]::new));

    assertThat(run.status()).isEqualTo(8);
    assertThat(run.err()).contains("noise2.wav");
    var shown = run.out().lines().filter(line -> line.startsWith("noise")).toList();
    assertThat(shown).containsExactly("noise.wav", "noise1.wav", "noise3.wav", "noise4.wav");
    for (int i : List.of(1, 3, 4)) {
      var together = Files.readAllLines(folder.resolve("out/noise" + i + ".txt"));
      recording = several.get(i - 1);
      assertThat(transcribe(words).status()).isZero();
      assertThat(Files.readAllLines(folder.resolve("out/noise" + i + ".txt"))).isEqualTo(together);
    }
    assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**resume");
  }

  @Test
  void a_stretch_keeps_the_times_of_the_recording() throws IOException {
    transcribe(models, "--start", "10", "--end", "20");

    assertThat(words(document()))
        .isNotEmpty()
        .allSatisfy(word -> assertThat(word.decimal("start")).isBetween(9.99, 20.0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void silence_says_nothing(boolean diarized) throws IOException {
    recording = WavFile.write(folder, "noise.wav", WavFile.pcm16(RATE, 1, new float[20 * RATE]));

    var run = transcribe(diarized ? models : words);

    assertThat(run.status()).as(run.err()).isZero();
    if (!diarized) { // Random weights hear speech in silence.
      assertThat(words(document())).isEmpty();
      assertThat(folder.resolve("out/noise.txt")).isEmptyFile();
      assertThat(folder.resolve("out/noise.html")).content().contains("Nothing is said");
    }
  }

  @Test
  void a_voice_activity_model_finds_speech_where_nobody_is_told_apart() throws IOException {
    copy(Path.of("src/test/resources/speech/silero-tiny"), words.resolve("silero-tiny"));

    var run = transcribe(words);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(roles(document())).contains("voice activity");
    assertThat(run.err()).contains("looking for speech in noise.wav");
  }

  @Test
  void an_alignment_model_of_the_language_finds_the_words() throws IOException {
    var aligner = models.resolve("wav2vec2-tiny");
    copy(Path.of("src/test/resources/alignment/wav2vec2-tiny"), aligner);
    speaks(aligner, "en");

    transcribe(models, "--language", "en");
    assertThat(roles(document())).contains("alignment");
    transcribe(models, "--language", "German");
    assertThat(roles(document())).doesNotContain("alignment");
    transcribe(models, "--language", "en", "--no-align");
    assertThat(roles(document())).doesNotContain("alignment");
    transcribe(models, "--language", "German", "--align_model", "wav2vec2-tiny-random");
    assertThat(roles(document())).contains("alignment");
    var run = transcribe(models, "--align-model", "org/none");
    assertThat(run.status()).isEqualTo(7);
    assertThat(run.err()).contains("VX-ENGINE-046", "no alignment model named org/none");
  }

  @Test
  void the_record_of_each_recording_names_the_models_that_it_was_made_by() throws IOException {
    var aligner = models.resolve("wav2vec2-tiny");
    copy(Path.of("src/test/resources/alignment/wav2vec2-tiny"), aligner);
    speaks(aligner, "en");
    var silence =
        WavFile.write(folder, "silence.wav", WavFile.pcm16(RATE, 1, new float[RATE / 50]));

    transcribe(models, "--language", "en", "--no-diarization", silence.toString());

    assertThat(roles(document("noise"))).contains("alignment");
    assertThat(roles(document("silence"))).doesNotContain("alignment");
  }

  @Test
  void texts_have_no_more_tokens_than_they_may() throws IOException {
    transcribe(models, "--max_new_tokens", "3");
    int few = words(document()).size();
    transcribe(models);

    assertThat(words(document())).hasSizeGreaterThan(2 * few);
  }

  @Test
  void options_that_count_for_nothing_here_say_so() {
    var run =
        transcribe(
            models, "--compute_type", "int8", "--fp16", "False", "--word_timestamps", "True");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("--compute_type has no effect here", "--fp16 has no", "--word_timestamps has no");
  }

  @Test
  void spellings_of_whisper_are_understood() throws IOException {
    var run =
        transcribe(
            models,
            ("--output_format srt --beam_size 2 --temperature 0 --suppress_tokens 1,2"
                    + " --condition_on_previous_text True --no_speech_threshold None"
                    + " --max_line_width 20 --min_speakers 1 --max_speakers 2 --batch_size 2")
                .split(" "));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(folder.resolve("out/noise.srt")).exists();
    assertThat(folder.resolve("out/noise.txt")).doesNotExist();
    var parameters = document().object("run").object("parameters");
    assertThat(parameters.integer("beam_size")).isEqualTo(2);
    assertThat(parameters.text("suppress_tokens")).isEqualTo("1,2");
    assertThat(parameters.find("no_speech_threshold")).isEmpty();
    assertThat(parameters.integer("max_speakers")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--language klingonisch",
        "--beam-size 0",
        "--temperature 3",
        "--format docx",
        "--task sing",
        "--vad-onset 0.1",
        "--max-line-width 0",
        "--suppress-tokens a",
        "--max-new-tokens 0",
        "--no-align --align-model some"
      })
  void nonsense_ends_with_two(String options) {
    assertThat(transcribe(models, options.split(" ")).status()).isEqualTo(2);
  }

  @Test
  void a_language_the_model_does_not_know_ends_with_two_and_names_those_it_does() {
    var run = transcribe(models, "--language", "fr");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("VX-ENGINE-043", "en, de");
  }

  /// While voices are heard, while words are written, nearly at the end.
  @ParameterizedTest
  @ValueSource(longs = {40, 7_000, 16_000, 20_000, 24_000})
  void a_killed_run_is_taken_up_and_ends_as_if_it_had_not_been(long bytes) throws Exception {
    transcribe(models, "-f", "all", "--threads", "1");
    var undisturbed = everything();

    kill(bytes);
    var run = transcribe(models, "-f", "all", "--threads", "1", "--resume");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(everything()).isEqualTo(undisturbed);
    assertThat(folder.resolve("out/noise.voxcrate-resume")).doesNotExist();
  }

  private void kill(long bytes) throws IOException, InterruptedException {
    var process =
        EngineProcess.start(
            folder, arguments(models, List.of("-f", "all", "--threads", "1")).toArray());
    process.awaitFile(folder.resolve("out/noise.voxcrate-resume"), bytes);
    process.kill();
  }

  /// All files but what tells of the run itself.
  private List<String> everything() throws IOException {
    var texts = new ArrayList<String>();
    for (var extension : List.of("srt", "vtt", "txt", "tsv", "rttm")) {
      texts.add(Files.readString(folder.resolve("out/noise." + extension)));
    }
    texts.add(document().array("segments").toString());
    texts.add(document().array("word_segments").toString());
    return texts;
  }

  private EngineRun transcribe(Path models, String... options) {
    return EngineRun.of(arguments(models, Arrays.asList(options)).toArray());
  }

  private List<Object> arguments(Path models, List<String> options) {
    var arguments =
        new ArrayList<Object>(
            List.of("transcribe", recording, "--models", models, "-o", folder.resolve("out")));
    arguments.addAll(options);
    return arguments;
  }

  private Json.Obj document() throws IOException {
    return document("noise");
  }

  private Json.Obj document(String name) throws IOException {
    return (Json.Obj) JsonReader.read(Files.readString(folder.resolve("out/" + name + ".json")));
  }

  private static List<Json.Obj> words(Json.Obj document) {
    return document.objects("word_segments");
  }

  private static List<String> roles(Json.Obj document) {
    return document.object("run").objects("models").stream()
        .map(model -> model.text("role"))
        .toList();
  }

  /// States a language in a model's description.
  private static void speaks(Path model, String language) throws IOException {
    var file = model.resolve("model.json");
    var text = Files.readString(file);
    int at = text.indexOf("\"labels\"");
    Files.writeString(
        file,
        text.substring(0, at) + "\"languages\": [\"" + language + "\"], " + text.substring(at));
  }

  private static void copy(Path from, Path to) {
    try (var paths = Files.walk(from)) {
      for (var path : paths.toList()) {
        var target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
