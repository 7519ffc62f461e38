package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.WhisperModels.Form;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.DecoderSizes;
import voxcrate.model.MelSpectrogram;
import voxcrate.model.ModelDescriptor.AlignmentHead;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptor.Weights;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.model.SpecialTokens;
import voxcrate.problem.ToolException;

class TranscriptionConversionTest {
  private static final String WEIGHTS = "model.safetensors";

  @TempDir Path folder;

  @Test
  void descriptor_says_what_the_engine_needs() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    var out = folder.resolve("out");

    var descriptor = Fixtures.convert(source, out);

    var digest = Digest.of(source.resolve(WEIGHTS));
    assertThat(descriptor.speech())
        .isEqualTo(
            new Transcription(
                new Graph("encoder.onnx", Digest.of(out.resolve("encoder.onnx"))),
                new Graph("decoder.onnx", Digest.of(out.resolve("decoder.onnx"))),
                List.of(new Weights(WEIGHTS, digest)),
                new MelSpectrogram(16_000, 6, 400, 160, 22_400),
                new DecoderSizes(2, 2, 6, 70, 14, 100),
                new SpecialTokens(
                    true, 9, 10, Map.of("en", 11, "de", 12), 13, 14, 15, 16, 17, 18, 19),
                List.of(1, 7, 10),
                List.of(3, 9),
                List.of(new AlignmentHead(0, 1), new AlignmentHead(1, 1)),
                Optional.of("generation_config.json"),
                List.of("added_tokens.json")));
    assertThat(descriptor.provenance().source()).isEqualTo(digest);
    assertThat(ModelDescriptorCodec.read(Files.readAllBytes(out.resolve("model.json"))))
        .isEqualTo(descriptor);
  }

  @Test
  void folder_is_complete_and_holds_nothing_else() throws Exception {
    var source = WhisperModels.random(folder, Form.HALF);
    Files.writeString(source.resolve("README.md"), "about");
    Files.writeString(source.resolve("train.py"), "import os");
    var out = folder.resolve("out");

    Fixtures.convert(source, out);

    try (var files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "README.md",
              "added_tokens.json",
              "decoder.onnx",
              "encoder.onnx",
              "model.json",
              WEIGHTS);
    }
    assertThat(out.resolve(WEIGHTS)).hasSameBinaryContentAs(source.resolve(WEIGHTS));
  }

  @Test
  void weights_behind_a_symbolic_link_arrive_as_a_file() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    var blob = Files.move(source.resolve(WEIGHTS), folder.resolve("blob"));
    Files.createSymbolicLink(source.resolve(WEIGHTS), blob);
    var out = folder.resolve("out");

    Fixtures.convert(source, out);

    assertThat(out.resolve(WEIGHTS)).isRegularFile();
    assertThat(Files.isSymbolicLink(out.resolve(WEIGHTS))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void same_source_gives_the_same_bytes(Form form) throws Exception {
    var source = WhisperModels.random(folder, form);

    Fixtures.convert(source, folder.resolve("one"));
    Fixtures.convert(source, folder.resolve("two"));

    for (var file : List.of("encoder.onnx", "decoder.onnx", "model.json")) {
      assertThat(folder.resolve("two").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
    }
  }

  /// Also in single precision alone: the reference computes with the half-precision numbers.
  @ParameterizedTest
  @EnumSource(Form.class)
  void unchanged_graphs_pass_far_below_the_tolerance(Form form) throws Exception {
    var descriptor = Fixtures.convert(WhisperModels.random(folder, form), folder.resolve("out"));

    assertThat(descriptor.provenance().parity())
        .isNotNull()
        .extracting(Parity::maxDifference)
        .satisfies(difference -> assertThat(difference).isLessThanOrEqualTo(1e-4));
  }

  /// OpenAI's own form: pickled, in half precision, other names.
  @ParameterizedTest
  @CsvSource({"v2, 51865, true, 99", "v3, 51866, true, 100", "en, 51864, false, 0"})
  void checkpoints_of_openai_agree_with_the_original_library(
      String name, int vocabulary, boolean multilingual, int languages) throws Exception {
    var reference = Fixtures.sharedNumbers("whisper-tiny-random/" + name + "_reference.npz");
    var source = Files.createDirectory(folder.resolve("source"));
    Files.copy(
        Fixtures.shared("whisper-tiny-random/" + name + ".pt"), source.resolve(name + ".pt"));
    var out = folder.resolve("out");

    var descriptor = Fixtures.convert(source, out);

    var model = (Transcription) descriptor.speech();
    assertThat(model.sizes()).isEqualTo(new DecoderSizes(2, 2, 16, 1500, 448, vocabulary));
    assertThat(model.tokens().multilingual()).isEqualTo(multilingual);
    assertThat(model.tokens().languages()).hasSize(languages);
    assertThat(descriptor.provenance().source()).isEqualTo(Digest.of(source.resolve(name + ".pt")));
    try (var files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("decoder.onnx", "encoder.onnx", "model.json", WEIGHTS);
    }
    try (var run = new WhisperRun(out, model.sizes())) {
      run.hear(reference.get("mel").floats(), 1, model.mel().bins());
      var tokens =
          Arrays.stream(reference.get("logits_tokens").numbers())
              .mapToLong(number -> (long) number)
              .toArray();
      var logits = run.step(tokens).logits().floats();
      assertThat(WhisperRun.largestDifference(logits, reference.get("logits").floats()))
          .isLessThan(1e-3);
    }
  }

  @Test
  void several_checkpoints_in_one_folder_are_refused() throws Exception {
    var source = Files.createDirectory(folder.resolve("source"));
    Files.write(source.resolve("tiny.pt"), new byte[] {1});
    Files.write(source.resolve("base.pt"), new byte[] {1});

    assertRefused(source, ConvertCode.UNKNOWN_ARCHITECTURE);
  }

  @Test
  void published_vocabulary_needs_no_tokenizer() throws Exception {
    var source = WhisperModels.bare(folder);

    var model = (Transcription) Fixtures.convert(source, folder.resolve("out")).speech();

    assertThat(model.sizes()).isEqualTo(new DecoderSizes(1, 1, 64, 30, 10, 51_865));
    assertThat(model.mel()).isEqualTo(new MelSpectrogram(16_000, 80, 400, 160, 9_600));
    assertThat(model.tokenizer()).isEmpty();
    assertThat(model.alignmentHeads()).isEmpty();
    assertThat(model.tokens().languages())
        .hasSize(99)
        .containsEntry("en", 50_259)
        .containsEntry("su", 50_357);
    assertThat(model.tokens().languages().keySet()).startsWith("en", "zh", "de");
    assertThat(model.tokens().end()).isEqualTo(50_257);
    assertThat(model.tokens().start()).isEqualTo(50_258);
    assertThat(model.tokens().noSpeech()).isEqualTo(50_362);
    assertThat(model.tokens().firstTimestamp()).isEqualTo(50_364);
  }

  /// What no tensor tells is not guessed for a network that was never published.
  @Test
  void heads_of_an_unpublished_width_need_a_configuration() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    Files.delete(source.resolve("config.json"));

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.UNKNOWN_ARCHITECTURE);
              assertThat(refusal.problem().found()).contains("width of 12", "config.json");
            });
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void tokenizer_names_the_tokens() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    Files.delete(source.resolve("added_tokens.json"));
    Files.writeString(
        source.resolve("tokenizer.json"),
        """
        {"added_tokens": [
          {"id": 20, "content": "<|startoftranscript|>", "special": true},
          {"id": 19, "content": "<|endoftext|>"},
          {"id": 21, "content": "<|yue|>"},
          {"id": 22, "content": "<|translate|>"},
          {"id": 23, "content": "<|transcribe|>"},
          {"id": 24, "content": "<|startoflm|>"},
          {"id": 25, "content": "<|startofprev|>"},
          {"id": 26, "content": "<|nospeech|>"},
          {"id": 27, "content": "<|notimestamps|>"},
          {"id": 29, "content": "<|0.00|>"}]}
        """);

    var model = (Transcription) Fixtures.convert(source, folder.resolve("out")).speech();

    assertThat(model.tokens())
        .isEqualTo(new SpecialTokens(true, 19, 20, Map.of("yue", 21), 22, 23, 24, 25, 26, 27, 29));
    assertThat(model.tokenizer()).containsExactly("tokenizer.json");
  }

  @Test
  void model_of_one_language_names_none() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    edit(source.resolve("generation_config.json"), "true", "false");

    var model = (Transcription) Fixtures.convert(source, folder.resolve("out")).speech();

    assertThat(model.tokens().multilingual()).isFalse();
    assertThat(model.tokens().languages()).isEmpty();
  }

  @Test
  void what_nobody_says_is_missing() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    Files.delete(source.resolve("generation_config.json"));
    CtcModels.configure(source, "scale_embedding", "false,\n  \"suppress_tokens\": [5]");

    var model = (Transcription) Fixtures.convert(source, folder.resolve("out")).speech();

    assertThat(model.alignmentHeads()).isEmpty();
    assertThat(model.suppressed()).containsExactly(5);
    assertThat(model.suppressedFirst()).isEmpty();
  }

  /// One line of `config.json` changed: the network is another one, or makes no sense.
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "num_mel_bins, 7, UNKNOWN_ARCHITECTURE",
    "d_model, 24, UNKNOWN_ARCHITECTURE",
    "max_source_positions, 71, UNKNOWN_ARCHITECTURE",
    "max_target_positions, 13, UNKNOWN_ARCHITECTURE",
    "vocab_size, 99, UNKNOWN_ARCHITECTURE",
    "encoder_layers, 2, UNKNOWN_ARCHITECTURE",
    "decoder_layers, 3, UNKNOWN_ARCHITECTURE",
    "decoder_ffn_dim, 20, UNKNOWN_ARCHITECTURE",
    "encoder_attention_heads, 5, UNKNOWN_ARCHITECTURE",
    "decoder_attention_heads, 100, UNKNOWN_ARCHITECTURE",
    "decoder_attention_heads, 0, BAD_CONFIGURATION",
    "encoder_layers, 1e9, BAD_CONFIGURATION",
    "d_model, true, BAD_CONFIGURATION",
    "scale_embedding, true, BAD_CONFIGURATION",
    "activation_function, '\"relu\"', BAD_CONFIGURATION",
    "architectures, '[\"WhisperForAudioClassification\"]', UNKNOWN_ARCHITECTURE"
  })
  void configuration_that_does_not_fit_is_refused(String member, String value, ConvertCode code)
      throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    CtcModels.configure(source, member, value);

    assertRefused(source, code);
  }

  @ParameterizedTest(name = "{0}: {2} in place of {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "generation_config.json | [[1, 1], [0, 1]] | [[2, 1]]",
        "generation_config.json | [[1, 1], [0, 1]] | [[1, 2]]",
        "generation_config.json | [[1, 1], [0, 1]] | [[1, -1]]",
        "generation_config.json | [[1, 1], [0, 1]] | [[1, 1, 1]]",
        "generation_config.json | [[1, 1], [0, 1]] | [1]",
        "generation_config.json | [7, 1, 10] | [7, 100]",
        "generation_config.json | [7, 1, 10] | 7",
        "generation_config.json | [3, 9] | [\"a\"]",
        "generation_config.json | true | \"yes\"",
        "added_tokens.json | \"<|endoftext|>\": 9, | ",
        "added_tokens.json | \"<|notimestamps|>\": 18 | \"<|notimestamps|>\": 100",
        "added_tokens.json | \"<|notimestamps|>\": 18 | \"<|notimestamps|>\": -1",
        "added_tokens.json | \"<|notimestamps|>\": 18 | \"<|notimestamps|>\": 99",
        "added_tokens.json | \"<|nocaptions|>\": 17, | ",
        "added_tokens.json | \"<|translate|>\": 13, | \"<|translate|>\": 11,",
      })
  void companion_that_does_not_fit_is_refused(String file, String text, String other)
      throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    edit(source.resolve(file), text, other == null ? "" : other);

    assertRefused(source, ConvertCode.BAD_CONFIGURATION);
  }

  @Test
  void front_end_of_another_network_is_refused() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    Files.writeString(source.resolve("preprocessor_config.json"), "{\"feature_size\": 80}");

    assertRefused(source, ConvertCode.BAD_CONFIGURATION);
  }

  @Test
  void unknown_vocabulary_without_a_tokenizer_is_refused() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    Files.delete(source.resolve("added_tokens.json"));

    assertRefused(source, ConvertCode.BAD_CONFIGURATION);
  }

  @ParameterizedTest(name = "without {0}")
  @ValueSource(
      strings = {
        "model.encoder.conv1.weight",
        "model.encoder.conv2.bias",
        "model.encoder.embed_positions.weight",
        "model.encoder.layers.1.self_attn.v_proj.bias",
        "model.encoder.layer_norm.weight",
        "model.decoder.embed_tokens.weight",
        "model.decoder.layers.1.encoder_attn.k_proj.weight",
        "model.decoder.layers.0.encoder_attn_layer_norm.bias",
        "model.decoder.layers.0.fc2.weight"
      })
  void missing_tensor_is_named(String tensor) throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    CtcModels.rename(source.resolve(WEIGHTS), tensor, "x" + tensor.substring(1));

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.UNKNOWN_ARCHITECTURE);
              assertThat(refusal.problem().found()).contains(tensor);
            });
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /// A bias of the keys would change nothing; any other part would.
  @Test
  void tensor_too_many_is_named() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE, "model.encoder.adapter.weight");

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal ->
                assertThat(refusal.problem().found()).contains("model.encoder.adapter.weight"));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void weights_without_a_known_beginning_are_refused() throws Exception {
    var source = WhisperModels.random(folder, Form.SINGLE);
    Files.delete(source.resolve("config.json"));
    CtcModels.rename(
        source.resolve(WEIGHTS), "model.encoder.conv1.weight", "model.encoder.conv9.weight");

    assertRefused(source, ConvertCode.UNKNOWN_ARCHITECTURE);
  }

  private void assertRefused(Path source, ConvertCode code) {
    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class, refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private static void edit(Path file, String from, String to) throws Exception {
    var text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
