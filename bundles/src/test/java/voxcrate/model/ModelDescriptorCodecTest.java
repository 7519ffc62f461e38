package voxcrate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.json.JsonException;
import voxcrate.model.ModelDescriptor.Agglomerative;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.AlignmentHead;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.FilterBank;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.ModelFile;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Plda;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.model.ModelDescriptor.Segmentation;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptor.Vbx;
import voxcrate.model.ModelDescriptor.VoiceActivity;
import voxcrate.model.ModelDescriptor.Weights;

final class ModelDescriptorCodecTest {
  private static final Graph GRAPH = new Graph("graph.onnx", Digest.of("graph"));
  private static final Provenance CONVERTED =
      new Provenance(
          "e66f3d3b9eb0873085418a7b813d3b369bf160bb",
          Digest.of("source"),
          "voxcrate 0.1.0",
          "MIT",
          Precision.INT8,
          new Parity("log-probabilities", 16000, 2.5e-6, 1e-3),
          List.of("config.json", "tokenizer.json"));
  private static final Provenance LOCAL =
      new Provenance(null, Digest.of("source"), "voxcrate 0.1.0", "MIT", null, null);

  private static final Transcription TRANSCRIPTION =
      new Transcription(
          new Graph("encoder.onnx", Digest.of("encoder")),
          new Graph("decoder.onnx", Digest.of("decoder")),
          List.of(new Weights("model.safetensors", Digest.of("weights"))),
          new MelSpectrogram(16000, 80, 400, 160, 480000),
          new DecoderSizes(4, 6, 64, 1500, 448, 51865),
          new SpecialTokens(
              true,
              50257,
              50258,
              Map.of("en", 50259),
              50358,
              50359,
              50360,
              50361,
              50362,
              50363,
              50364),
          List.of(1, 2, 7),
          List.of(220, 50257),
          List.of(new AlignmentHead(2, 2), new AlignmentHead(3, 5)),
          Optional.of("OpenAI, of tiny"),
          List.of("tokenizer.json"));

  static Stream<ModelDescriptor> descriptors() {
    return Stream.of(
        new ModelDescriptor(
            "pyannote/segmentation-3.0",
            CONVERTED,
            new Segmentation(
                GRAPH, 16000, 160000, 270, 991, 3, List.of(List.of(), List.of(0), List.of(0, 1)))),
        new ModelDescriptor(
            "org/embedding",
            CONVERTED,
            new Embedding(
                GRAPH, 16000, 256, 8, 400, new FilterBank(80, 400, 160, 20, 8000, 0.97, 32768))),
        new ModelDescriptor(
            "org/alignment",
            CONVERTED,
            new Alignment(
                GRAPH,
                List.of(new Weights("model.safetensors", Digest.of("weights"))),
                16000,
                true,
                320,
                400,
                List.of("<pad>", "|", "ä"),
                0,
                OptionalInt.of(1),
                List.of("de", "yue"))),
        new ModelDescriptor(
            "org/alignment-of-characters",
            CONVERTED,
            new Alignment(
                GRAPH,
                List.of(),
                16000,
                false,
                320,
                400,
                List.of("字", ""),
                1,
                OptionalInt.empty(),
                List.of())),
        new ModelDescriptor("org/transcription", CONVERTED, TRANSCRIPTION),
        new ModelDescriptor(
            "org/voice-activity", CONVERTED, new VoiceActivity(GRAPH, 16000, 512, 64, 128)),
        new ModelDescriptor(
            "org/pipeline",
            LOCAL,
            new Diarization(
                "a/b", "c/d", 0.1, true, new Agglomerative(0.7045654963945799, 12), 0.0)),
        new ModelDescriptor(
            "org/pipeline-that-holds-its-models",
            LOCAL,
            new Diarization(
                "org/pipeline-that-holds-its-models/segmentation",
                "org/pipeline-that-holds-its-models/embedding",
                0.1,
                true,
                new Vbx(0.6, 0.07, 0.8, new Plda("plda.f64", Digest.of("plda"), 256, 128)),
                0.0)));
  }

  @ParameterizedTest
  @MethodSource("descriptors")
  void descriptor_reads_back_equal(ModelDescriptor descriptor) {
    var written = ModelDescriptorCodec.write(descriptor);

    assertThat(ModelDescriptorCodec.read(written)).isEqualTo(descriptor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"org/model", "org/pipeline/segmentation", "a.b-c_9/.hidden"})
  void model_is_named_by_its_repository_and_perhaps_a_part(String name) {
    assertThat(new ModelDescriptor(name, LOCAL, descriptors().toList().getFirst().speech()).name())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "model",
        "/model",
        "org/",
        "org//part",
        "a/b/c/d",
        "org/mo del",
        "org/model\n"
      })
  void name_of_another_form_is_refused(String name) {
    var speech = descriptors().toList().getFirst().speech();

    assertThatThrownBy(() -> new ModelDescriptor(name, LOCAL, speech))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"blank\": 3", "\"wordSeparator\": 9", "\"blank\": -1"})
  void class_beyond_the_labels_is_refused(String lie) {
    var member = lie.substring(0, lie.indexOf(':'));
    var written =
        new String(
                ModelDescriptorCodec.write(
                    descriptors()
                        .filter(descriptor -> descriptor.name().equals("org/alignment"))
                        .findFirst()
                        .orElseThrow()),
                StandardCharsets.UTF_8)
            .replaceAll(member + ": *\\d", lie);

    assertThatThrownBy(() -> ModelDescriptorCodec.read(written.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("labels");
  }

  /// What points beyond the network would end in the middle of a transcription.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"vocabulary\": 51865 | \"vocabulary\": 50364",
        "\"layers\": 4 | \"layers\": 3",
        "\"heads\": 6 | \"heads\": 5",
        "\"layers\": 4 | \"layers\": 0",
        "\"end\": 50257 | \"end\": -1",
        "\"en\": 50259 | \"en\": 51865",
        "\"en\": 50259 | ",
        "\"hopSamples\": 160 | \"hopSamples\": 0",
      })
  void transcription_beyond_its_sizes_is_refused(String sound, @Nullable String damaged) {
    var written =
        new String(
            ModelDescriptorCodec.write(
                new ModelDescriptor("org/transcription", CONVERTED, TRANSCRIPTION)),
            StandardCharsets.UTF_8);
    assertThat(written).contains(sound);
    var changed = written.replace(sound, damaged == null ? "" : damaged);

    assertThatThrownBy(() -> ModelDescriptorCodec.read(changed.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "org/transcription, encoder.onnx decoder.onnx model.safetensors",
    "org/alignment, graph.onnx model.safetensors",
    "org/alignment-of-characters, graph.onnx",
    "org/embedding, graph.onnx",
    "org/pipeline-that-holds-its-models, plda.f64"
  })
  void every_file_that_a_model_is_computed_from_is_named(String name, String files) {
    var descriptor =
        descriptors().filter(known -> known.name().equals(name)).findFirst().orElseThrow();

    assertThat(descriptor.files())
        .extracting(ModelFile::file)
        .containsExactly(files.split(" ", -1));
  }

  @Test
  void another_type_of_document_is_refused() {
    var written =
        new String(
            ModelDescriptorCodec.write(descriptors().toList().getFirst()), StandardCharsets.UTF_8);

    assertThatThrownBy(
            () ->
                ModelDescriptorCodec.read(
                    written
                        .replace("voxcrate-model/1", "voxcrate-model/2")
                        .getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("voxcrate-model/2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"classes\": [ | \"classes\": [7, ",
        "\"windowSamples\": 160000 | \"windowSamples\": 99999999999",
        "\"windowSamples\": 160000 | \"windowSamples\": \"long\"",
        "\"source\": \" | \"source\": \"x",
        "\"kind\": \"segmentation\" | \"kind\": \"oracle\"",
      })
  void what_is_no_descriptor_is_refused_as_such(String sound, String damaged) {
    var written =
        new String(
            ModelDescriptorCodec.write(descriptors().toList().getFirst()), StandardCharsets.UTF_8);
    assertThat(written).contains(sound);

    assertThatThrownBy(
            () ->
                ModelDescriptorCodec.read(
                    written.replace(sound, damaged).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class);
  }
}
