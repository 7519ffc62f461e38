package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundler.convert.Converter;
import voxcrate.bundler.convert.SourceModel;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.transcription.LanguageChoice;
import voxcrate.engine.transcription.Task;
import voxcrate.engine.transcription.Transcriber;
import voxcrate.engine.transcription.TranscriptionOptions;
import voxcrate.engine.transcription.WindowTranscript;
import voxcrate.engine.transcription.decoding.Acceptance;
import voxcrate.engine.transcription.decoding.AudioEncoder;
import voxcrate.engine.transcription.decoding.DecodedText;
import voxcrate.engine.transcription.decoding.LanguageDetector;
import voxcrate.engine.transcription.decoding.SearchOptions;
import voxcrate.engine.transcription.decoding.TextDecoder;
import voxcrate.engine.transcription.decoding.WindowDecoder;
import voxcrate.engine.transcription.decoding.WindowTask;
import voxcrate.engine.transcription.features.LogMel;
import voxcrate.engine.transcription.tokens.TokenizerFiles;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.Precision;

/// OpenAI's checkpoints (random weights; 80 and 128 bands, English alone), converted by the bundler
/// and decoded by the engine: token for token what OpenAI's program writes of eleven seconds of
/// speech. With a prompt: what openai-whisper 20250625 writes of it with `sample_len=48`
/// (`whisper-prompts.json`), for one of a few words and for one of more than are read.
final class WhisperDecodingTest {
  private static final List<String> CASES =
      List.of("greedy", "greedy_len60", "greedy_notimestamps", "beam5", "beam5_notimestamps");
  private static final ExecutionTarget CPU = new ExecutionTarget.Cpu(1);

  private static final String SHORT_PROMPT = "Ask not what your country can do for you";
  private static final String LONG_PROMPT =
      IntStream.range(1, 60)
          .mapToObj(i -> i + " and my fellow citizens of the world,")
          .collect(Collectors.joining(" "));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"v2, multilingual.tiktoken", "v3, multilingual.tiktoken", "en, gpt2.tiktoken"})
  void tokens_are_those_of_the_reference(String name, String tokenizer) throws Exception {
    var model = converted(name, tokenizer);
    var expected =
        JsonReader.readObject(
            Files.readAllBytes(shared("whisper-tiny-random", name + "_decode.json")));

    try (var encoder = AudioEncoder.open(models(), model, CPU);
        var decoder = TextDecoder.open(models(), model, CPU)) {
      var heard = encoder.hear(List.of(spectrogram(model)));
      var language = expected.object("greedy").text("language");
      if (model.tokens().multilingual()) {
        var detected = new LanguageDetector(decoder).detect(heard).getFirst();
        assertThat(detected.code()).isEqualTo(language);
      }
      var tokens = TokenizerFiles.read(models(), model.tokenizer());
      for (var wanted : CASES) {
        var task = task(model, language, !wanted.contains("notimestamps"));
        var text =
            new WindowDecoder(decoder, tokens, search(wanted), Acceptance.FIRST)
                .decode(heard, List.of(task))
                .getFirst();

        var reference = expected.object(wanted);
        assertThat(text.tokens()).as(wanted).isEqualTo(numbers(reference.array("tokens")));
        assertThat(text.text()).isEqualTo(reference.text("text"));
        assertThat(text.averageLogProbability())
            .isCloseTo(reference.decimal("avg_logprob"), within(1e-4));
        assertThat(text.noSpeechProbability() / reference.decimal("no_speech_prob"))
            .isCloseTo(1, within(1e-2));
        assertThat(text.compressionRatio())
            .isCloseTo(reference.decimal("compression_ratio"), within(0.05));
      }
    }
    assertPrompts(expected().object(name), expected.object("greedy").text("language"));
  }

  private void assertPrompts(Json.Obj expected, String language) {
    for (var wanted : expected.members().keySet()) {
      var options =
          new TranscriptionOptions(
              Task.TRANSCRIBE,
              new LanguageChoice.Stated(language),
              true,
              wanted.startsWith("long") ? LONG_PROMPT : SHORT_PROMPT,
              "",
              false,
              SearchOptions.DEFAULT.withBeams(wanted.endsWith("beam5") ? 5 : 1).withMaxTokens(48),
              Acceptance.FIRST,
              OptionalInt.of(1),
              _ -> false);

      var text = decoded(options);

      var reference = expected.object(wanted);
      assertThat(text.tokens()).as(wanted).isEqualTo(numbers(reference.array("tokens")));
      assertThat(text.averageLogProbability())
          .isCloseTo(reference.decimal("avg_logprob"), within(1e-4));
    }
  }

  private DecodedText decoded(TranscriptionOptions options) {
    var installed = ModelCatalog.in(folder.resolve("models")).transcription(Optional.empty());
    var windows = new ArrayList<WindowTranscript>();
    try (var transcriber = Transcriber.open(installed, options, CPU);
        var audio =
            Waveform.open(
                shared("audio", "jfk", "jfk.wav"),
                new ChannelChoice.Average(),
                transcriber.sampleRate())) {
      var whole = new TimeRange(0, transcriber.windowSeconds());
      transcriber.transcribe(
          audio, List.of(whole), List.of(), (heard, _, _) -> windows.addAll(heard));
      transcriber.finish();
    }
    return windows.getFirst().decoded();
  }

  private static Json.Obj expected() throws IOException {
    var name = "whisper-prompts.json";
    try (var in = WhisperDecodingTest.class.getResourceAsStream(name)) {
      return JsonReader.readObject(Objects.requireNonNull(in, name).readAllBytes());
    }
  }

  private Path models() {
    return folder.resolve("models/torch/org/model");
  }

  private Transcription converted(String name, String tokenizer) throws Exception {
    var source = Files.createDirectory(folder.resolve("source"));
    Files.copy(shared("whisper-tiny-random", name + ".pt"), source.resolve(name + ".pt"));
    Files.copy(shared("whisper-assets", tokenizer), source.resolve(tokenizer));
    var converted =
        new Converter(Precision.F32)
            .convert(new SourceModel("org/" + name, null, "MIT", source), models(), _ -> {});
    return (Transcription) converted.descriptor().speech();
  }

  private static float[] spectrogram(Transcription model) {
    var samples = new float[model.mel().windowSamples()];
    try (var audio =
        Waveform.open(
            shared("audio", "jfk", "jfk.wav"),
            new ChannelChoice.Average(),
            model.mel().sampleRate())) {
      int count = audio.read(samples, 0, samples.length);
      return new LogMel(model.mel()).of(samples, count);
    }
  }

  private static WindowTask task(Transcription model, String language, boolean timestamps) {
    var tokens = model.tokens();
    var prompt = new ArrayList<>(List.of(tokens.start()));
    if (tokens.multilingual()) {
      prompt.add(tokens.languages().getOrDefault(language, -1));
      prompt.add(tokens.transcribe());
    }
    if (!timestamps) {
      prompt.add(tokens.noTimestamps());
    }
    return new WindowTask(prompt, prompt.size(), timestamps);
  }

  private static SearchOptions search(String wanted) {
    return SearchOptions.DEFAULT
        .withBeams(wanted.startsWith("beam5") ? 5 : 1)
        .withMaxTokens(wanted.endsWith("len60") ? 60 : 224);
  }

  private static List<Integer> numbers(List<Json> list) {
    return list.stream().map(number -> (int) ((Json.Num) number).asLong()).toList();
  }

  private static Path shared(String... parts) {
    var source = Path.of(System.getProperty("voxcrate.source", ""));
    var path = source.resolve(Path.of("../shared/fixtures", parts)).normalize();
    Assumptions.assumeTrue(Files.exists(path), "reference material not at hand: " + path);
    return path;
  }
}
