package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.ModelFile;
import voxcrate.model.ModelDescriptor.Weights;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

class AlignmentConversionTest {
  private static final String BASE = "wav2vec2-base-form";
  private static final String LARGE = "wav2vec2-large-form";
  private static final String WEIGHTS = "model.safetensors";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({BASE + ", 14", LARGE + ", 13"})
  void random_weights_agree_with_torch(String form, int labels) throws Exception {
    var reference = Npz.read(Files.newInputStream(CtcModels.resource(form, "reference.npz")));
    var out = folder.resolve("out");

    Fixtures.convert(CtcModels.copy(form, folder), out);

    var actual =
        OnnxRun.segmentation(out.resolve("model.onnx"), reference.get("waveform").floats());
    // Measured: 4e-6. The reference is float32 too.
    assertThat(CtcModels.largestDifference(actual, reference.get("logits").numbers(), labels))
        .isLessThan(1e-4);
  }

  @ParameterizedTest
  @CsvSource({"model.safetensors, logits_raw, false", "pytorch_model.bin, logits_normalised, true"})
  void usual_front_end_agrees_with_torch_on_speech(String file, String logits, boolean normalised)
      throws Exception {
    var shared = Fixtures.shared("wav2vec2-tiny-random");
    var reference = Fixtures.sharedNumbers("wav2vec2-tiny-random/reference.npz");
    var waveform = CtcModels.wav(Fixtures.shared("audio/jfk/jfk.wav"));
    if (normalised) {
      CtcModels.normalise(waveform);
    }
    var source = Files.createDirectory(folder.resolve("source"));
    for (var name : List.of("config.json", "vocab.json", file)) {
      Files.copy(shared.resolve(name), source.resolve(name));
    }
    var out = folder.resolve("out");

    var model = (Alignment) Fixtures.convert(source, out).speech();

    assertThat(model.frameStepSamples()).isEqualTo(320);
    assertThat(model.frameFieldSamples()).isEqualTo(400);
    var actual = OnnxRun.segmentation(out.resolve("model.onnx"), waveform);
    assertThat(actual).hasSize(((waveform.length - 400) / 320 + 1) * 32);
    assertThat(CtcModels.largestDifference(actual, reference.get(logits).numbers(), 32))
        .isLessThan(1e-4);
  }

  /// Without `config.json`: layers, widths and kernels are those of the tensors, the rest is as in
  /// the published models.
  @ParameterizedTest
  @ValueSource(strings = {"wav2vec2-usual-base", "wav2vec2-usual-large"})
  void weights_alone_agree_with_torch(String form) throws Exception {
    var reference = Npz.read(Files.newInputStream(CtcModels.resource(form, "reference.npz")));
    var configured = CtcModels.copy(form, folder);
    var bare = CtcModels.copy(form, folder);
    Files.delete(bare.resolve("config.json"));
    for (var source : List.of(configured, bare)) {
      Files.writeString(
          source.resolve("vocab.json"),
          "{\"A\": 0, \"B\": 1, \"<pad>\": 2, \"|\": 3, \"C\": 4, \"D\": 5, \"E\": 6}");
    }

    var known = Fixtures.convert(configured, folder.resolve("known"));
    var assumed = Fixtures.convert(bare, folder.resolve("assumed"));

    var graph = folder.resolve("assumed/model.onnx");
    var actual = OnnxRun.segmentation(graph, reference.get("waveform").floats());
    assertThat(CtcModels.largestDifference(actual, reference.get("logits").numbers(), 7))
        .isLessThan(1e-4);
    assertThat(graph).hasSameBinaryContentAs(folder.resolve("known/model.onnx"));
    assertThat(assumed.speech()).isEqualTo(known.speech());
    assertThat(((Alignment) assumed.speech()).blank()).isEqualTo(2);
    assertThat(known.provenance().missing()).doesNotContain("config.json");
    assertThat(assumed.provenance().missing())
        .containsExactly("config.json", "preprocessor_config.json", "the language in README.md");
  }

  /// What no tensor tells is not guessed for a network that was never published.
  @ParameterizedTest
  @CsvSource({"8, strides", "10, number of heads"})
  void weights_alone_of_an_unpublished_kind_are_refused(int firstKernel, String unknown)
      throws Exception {
    var source = Files.createDirectory(folder.resolve("source"));
    var weights = source.resolve(WEIGHTS);
    if (firstKernel == 10) {
      Files.copy(Fixtures.shared("wav2vec2-tiny-random/model.safetensors"), weights);
    } else {
      Files.copy(CtcModels.resource(BASE, WEIGHTS), weights);
    }

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.UNKNOWN_ARCHITECTURE);
              assertThat(refusal.problem().found()).contains(unknown, "config.json");
            });
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void tokenizer_names_the_blank_where_no_configuration_does() throws Exception {
    var source = CtcModels.copy("wav2vec2-usual-base", folder);
    Files.delete(source.resolve("config.json"));
    Files.writeString(source.resolve("vocab.json"), "{\"A\": 0, \"[PAD]\": 5}");
    Files.writeString(
        source.resolve("tokenizer_config.json"), "{\"pad_token\": {\"content\": \"[PAD]\"}}");

    var model = (Alignment) Fixtures.convert(source, folder.resolve("out")).speech();

    assertThat(model.blank()).isEqualTo(5);
  }

  /// Some tools leave the class out of `config.json`, and say only what kind of model it is.
  @Test
  void kind_of_model_stands_for_its_class() throws Exception {
    var named = CtcModels.copy(BASE, folder);
    var unnamed = CtcModels.copy(BASE, folder);
    CtcModels.configure(unnamed, "architectures", "null");

    Fixtures.convert(named, folder.resolve("one"));
    Fixtures.convert(unnamed, folder.resolve("two"));

    assertThat(folder.resolve("two/model.onnx"))
        .hasSameBinaryContentAs(folder.resolve("one/model.onnx"));
    CtcModels.configure(unnamed, "model_type", "\"hubert\"");
    assertThatThrownBy(() -> Fixtures.convert(unnamed, folder.resolve("three")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.BAD_CONFIGURATION);
              assertThat(refusal.problem().found()).contains("hubert");
            });
  }

  @Test
  void descriptor_says_what_the_engine_needs() throws Exception {
    var out = folder.resolve("out");

    var descriptor = Fixtures.convert(CtcModels.copy(BASE, folder), out);

    assertThat(descriptor.speech())
        .isEqualTo(
            new Alignment(
                ((Alignment) descriptor.speech()).graph(),
                List.of(new Weights(WEIGHTS, descriptor.provenance().source())),
                16_000,
                true,
                40,
                60,
                List.of(
                    "<pad>", "<s>", "</s>", "<unk>", "|", "E", "T", "A", "O", "N", "I", "H", "S",
                    "R"),
                0,
                OptionalInt.of(4),
                List.of()));
    assertThat(((Alignment) descriptor.speech()).graph().digest())
        .isEqualTo(Digest.of(out.resolve("model.onnx")));
    assertThat(descriptor.provenance().source())
        .isEqualTo(Digest.of(CtcModels.resource(BASE, "model.safetensors")));
    assertThat(ModelDescriptorCodec.read(Files.readAllBytes(out.resolve("model.json"))))
        .isEqualTo(descriptor);
  }

  @Test
  void files_beside_the_weights_are_heeded() throws Exception {
    var source = CtcModels.copy(LARGE, folder);
    Files.writeString(
        source.resolve("preprocessor_config.json"),
        "{\"do_normalize\": false, \"sampling_rate\": 8000}");
    Files.writeString(source.resolve("tokenizer_config.json"), "{\"word_delimiter_token\": \"e\"}");
    Files.writeString(
        source.resolve("vocab.json"),
        Files.readString(source.resolve("vocab.json")).replace(", \"<pad>\": 12", ""));
    Files.writeString(
        source.resolve("added_tokens.json"), "{\"<blank>\": 12, \"<s>\": 13, \"</s>\": 14}");

    var model = (Alignment) Fixtures.convert(source, folder.resolve("out")).speech();

    assertThat(model.normalised()).isFalse();
    assertThat(model.sampleRate()).isEqualTo(8000);
    assertThat(model.wordSeparator()).hasValue(1);
    assertThat(model.labels()).hasSize(13).endsWith("ä", "[UNK]", "<blank>");
    assertThat(model.blank()).isEqualTo(12);
  }

  @Test
  void language_comes_from_the_card() throws Exception {
    var source = CtcModels.copy(BASE, folder);
    Files.writeString(source.resolve("README.md"), "---\nlanguage: de\n---\n");

    var descriptor = Fixtures.convert(source, folder.resolve("out"));

    assertThat(((Alignment) descriptor.speech()).languages()).containsExactly("de");
    assertThat(descriptor.provenance().missing()).noneMatch(file -> file.contains("language"));
    assertThat(ModelDescriptorCodec.read(Files.readAllBytes(folder.resolve("out/model.json"))))
        .isEqualTo(descriptor);
  }

  @Test
  void stated_language_outranks_the_card() throws Exception {
    var source = CtcModels.copy(BASE, folder);
    Files.writeString(source.resolve("README.md"), "---\nlanguage: de\n---\n");
    var stated = new SourceModel("org/model", null, "MIT", source, List.of("gsw"));

    var converted =
        new Converter(Precision.F32)
            .convert(stated, folder.resolve("out"), ProgressListener.SILENT)
            .descriptor();

    assertThat(((Alignment) converted.speech()).languages()).containsExactly("gsw");
  }

  @Test
  void unknown_language_is_told_as_missing() throws Exception {
    var descriptor = Fixtures.convert(CtcModels.copy(BASE, folder), folder.resolve("out"));

    assertThat(((Alignment) descriptor.speech()).languages()).isEmpty();
    assertThat(descriptor.provenance().missing()).contains("the language in README.md");
  }

  /// The hub's own bytes, and a graph that says where in them its weights lie.
  @ParameterizedTest
  @CsvSource({
    BASE + ", model.safetensors",
    LARGE + ", model-00001-of-00002.safetensors model-00002-of-00002.safetensors"
  })
  void published_weights_are_used_as_they_are(String form, String weights) throws Exception {
    var source = CtcModels.copy(form, folder);
    var out = folder.resolve("out");

    var descriptor = Fixtures.convert(source, out);

    assertThat(descriptor.files())
        .extracting(ModelFile::file)
        .containsExactly(("model.onnx " + weights).split(" ", -1));
    for (var file : weights.split(" ", -1)) {
      assertThat(out.resolve(file)).hasSameBinaryContentAs(source.resolve(file));
    }
    for (var file : descriptor.files()) {
      assertThat(Digest.of(out.resolve(file.file()))).isEqualTo(file.digest());
    }
    // Some hundred bytes a node, whatever the sizes; copied, the weights alone have 58 kB and more.
    assertThat(Files.size(out.resolve("model.onnx"))).isLessThan(40_000);
  }

  /// What is pickled goes no further: it is written anew, by torch's rules for the same file.
  @Test
  void pickled_weights_are_rewritten() throws Exception {
    var pickled = CtcModels.copy(BASE, folder);
    Files.delete(pickled.resolve(WEIGHTS));

    Fixtures.convert(CtcModels.copy(BASE, folder), folder.resolve("one"));
    var descriptor = Fixtures.convert(pickled, folder.resolve("two"));

    for (var file : List.of("model.onnx", WEIGHTS)) {
      assertThat(folder.resolve("two").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
    }
    assertThat(descriptor.provenance().source())
        .isEqualTo(Digest.of(pickled.resolve("pytorch_model.bin")));
    try (var files = Files.list(folder.resolve("two"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model.onnx", "model.json", WEIGHTS);
    }
  }

  /// A message names the file that the operator has, not the one that was made of it.
  @Test
  void pickled_weights_that_do_not_fit_are_named() throws Exception {
    var pickled = CtcModels.copy(BASE, folder);
    Files.delete(pickled.resolve(WEIGHTS));
    CtcModels.configure(pickled, "num_hidden_layers", "3");

    assertThatThrownBy(() -> Fixtures.convert(pickled, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal ->
                assertThat(refusal.problem().doing())
                    .contains(pickled.resolve("pytorch_model.bin").toString()));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {BASE, LARGE})
  void same_source_gives_the_same_bytes(String form) throws Exception {
    var source = CtcModels.copy(form, folder);

    Fixtures.convert(source, folder.resolve("one"));
    Fixtures.convert(source, folder.resolve("two"));

    for (var file : List.of("model.onnx", "model.json")) {
      assertThat(folder.resolve("two").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
    }
  }

  /// One line of `config.json` changed: the network is another one, or makes no sense.
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "num_attention_heads, 5, UNKNOWN_ARCHITECTURE",
    "num_attention_heads, 0, BAD_CONFIGURATION",
    "num_attention_heads, 1e9, BAD_CONFIGURATION",
    "num_attention_heads, true, BAD_CONFIGURATION",
    "num_hidden_layers, 3, UNKNOWN_ARCHITECTURE",
    "num_hidden_layers, null, UNKNOWN_ARCHITECTURE",
    "num_conv_pos_embedding_groups, 3, UNKNOWN_ARCHITECTURE",
    "feat_extract_norm, '\"layer\"', UNKNOWN_ARCHITECTURE",
    "feat_extract_norm, '\"batch\"', BAD_CONFIGURATION",
    "hidden_act, '\"relu\"', BAD_CONFIGURATION",
    "layer_norm_eps, 0, BAD_CONFIGURATION",
    "layer_norm_eps, -1, BAD_CONFIGURATION",
    "pad_token_id, 14, BAD_CONFIGURATION",
    "pad_token_id, -1, BAD_CONFIGURATION",
    "add_adapter, true, BAD_CONFIGURATION",
    "adapter_attn_dim, 16, BAD_CONFIGURATION",
    "conv_stride, '[5, 2, 2]', UNKNOWN_ARCHITECTURE",
    "conv_stride, '[5, 2, 2, 0]', BAD_CONFIGURATION",
    "conv_stride, '[1000, 1000, 1000, 1000]', BAD_CONFIGURATION",
    "conv_stride, '[100, 100, 100, 1]', UNKNOWN_ARCHITECTURE",
    "architectures, '[\"WhisperForConditionalGeneration\"]', UNKNOWN_ARCHITECTURE",
    "architectures, '[]', BAD_CONFIGURATION",
    "architectures, '\"Wav2Vec2ForCTC\"', BAD_CONFIGURATION"
  })
  void configuration_that_does_not_fit_is_refused(String member, String value, ConvertCode code)
      throws Exception {
    var source = CtcModels.copy(BASE, folder);
    CtcModels.configure(source, member, value);

    assertRefused(source, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"A\": 0, \"B\": 0}",
        "{\"A\": 14}",
        "{\"A\": -1}",
        "{\"A\": 0.5}",
        "{\"A\": \"0\"}",
        "{\"\": 0}",
        "{\"eng\": {\"A\": 0}}",
        "[\"A\"]",
        "{"
      })
  void vocabulary_that_does_not_fit_is_refused(String vocabulary) throws Exception {
    var source = CtcModels.copy(BASE, folder);
    Files.writeString(source.resolve("vocab.json"), vocabulary);

    assertRefused(source, ConvertCode.BAD_CONFIGURATION);
  }

  @Test
  void label_that_paints_is_shown_harmless() throws Exception {
    var source = CtcModels.copy(BASE, folder);
    Files.writeString(source.resolve("vocab.json"), "{\"\\u001b[2J\\u202eä\": 99}");

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> assertThat(refusal.problem().found()).contains("'?[2J?ä'"));
  }

  @ParameterizedTest(name = "without {0}")
  @ValueSource(
      strings = {
        "lm_head.weight",
        "lm_head.bias",
        "wav2vec2.encoder.layers.1.attention.k_proj.bias",
        "wav2vec2.encoder.layer_norm.weight",
        "wav2vec2.encoder.pos_conv_embed.conv.bias",
        "wav2vec2.encoder.pos_conv_embed.conv.parametrizations.weight.original0",
        "wav2vec2.feature_extractor.conv_layers.0.layer_norm.bias",
        "wav2vec2.feature_projection.projection.weight"
      })
  void missing_tensor_is_named(String tensor) throws Exception {
    var source = CtcModels.copy(BASE, folder);
    CtcModels.rename(source.resolve(WEIGHTS), tensor, "x" + tensor.substring(1));

    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(ConvertCode.UNKNOWN_ARCHITECTURE);
              assertThat(refusal.problem().found()).contains(tensor);
            });
  }

  @Test
  void configuration_without_weights_is_refused() throws Exception {
    var source = CtcModels.copy(BASE, folder);
    Files.delete(source.resolve(WEIGHTS));
    Files.delete(source.resolve("pytorch_model.bin"));

    assertRefused(source, ConvertCode.FOLDER_UNREADABLE);
  }

  private void assertRefused(Path source, ConvertCode code) {
    assertThatThrownBy(() -> Fixtures.convert(source, folder.resolve("out")))
        .isInstanceOfSatisfying(
            ToolException.class, refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
