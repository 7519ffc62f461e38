package voxcrate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.json.JsonException;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.FilterBank;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.model.ModelDescriptor.Segmentation;

final class ModelDescriptorCodecTest {
  private static final Graph GRAPH = new Graph("model.onnx", Digest.of("graph"));
  private static final Provenance CONVERTED =
      new Provenance(
          "e66f3d3b9eb0873085418a7b813d3b369bf160bb",
          Digest.of("source"),
          "voxcrate 0.1.0",
          "MIT",
          new Parity("log-probabilities", 16000, 2.5e-6, 1e-3));
  private static final Provenance LOCAL =
      new Provenance(null, Digest.of("source"), "voxcrate 0.1.0", "MIT", null);

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
                GRAPH, 16000, true, 320, 400, List.of("<pad>", "|", "ä"), 0, OptionalInt.of(1))),
        new ModelDescriptor(
            "org/alignment-of-characters",
            CONVERTED,
            new Alignment(GRAPH, 16000, false, 320, 400, List.of("字", ""), 1, OptionalInt.empty())),
        new ModelDescriptor(
            "org/pipeline",
            LOCAL,
            new Diarization("a/b", "c/d", 0.1, true, 0.7045654963945799, 12, 0.0)));
  }

  @ParameterizedTest
  @MethodSource("descriptors")
  void descriptor_reads_back_equal(ModelDescriptor descriptor) {
    var written = ModelDescriptorCodec.write(descriptor);

    assertThat(ModelDescriptorCodec.read(written)).isEqualTo(descriptor);
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
