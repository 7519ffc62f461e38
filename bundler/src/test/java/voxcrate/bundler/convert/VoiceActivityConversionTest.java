package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static voxcrate.bundler.convert.WireFormat.bytes;
import static voxcrate.bundler.convert.WireFormat.message;
import static voxcrate.bundler.convert.WireFormat.text;
import static voxcrate.bundler.convert.WireFormat.whole;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.WireFormat.Field;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.VoiceActivity;
import voxcrate.model.Precision;
import voxcrate.problem.ToolException;

class VoiceActivityConversionTest {
  private static final String WEIGHTS = "silero_vad_16k.safetensors";

  @TempDir Path folder;
  private Path source;
  private Path out;

  @BeforeEach
  void prepare() throws Exception {
    source = Files.createDirectory(folder.resolve("source"));
    out = folder.resolve("out");
  }

  @Test
  void weights_become_a_graph_that_agrees_with_the_reference() throws Exception {
    VoiceActivityModels.writeWeights(source);

    var descriptor = Fixtures.convert(source, Precision.INT8, out);

    var model = (VoiceActivity) descriptor.speech();
    assertThat(model).isEqualTo(new VoiceActivity(model.graph(), 2000, 64, 8, 5));
    assertThat(model.graph().digest()).isEqualTo(Digest.of(out.resolve("model.onnx")));
    assertThat(descriptor.provenance().precision()).isEqualTo(Precision.F32);
    assertThat(parity(descriptor).maxDifference()).isLessThan(1e-5);
    assertThat(descriptor.provenance().missing()).isEmpty();
  }

  /// Three forms of the same weights.
  @Test
  void an_exported_graph_is_read_for_its_weights() throws Exception {
    VoiceActivityModels.writeWeights(source);
    var exported = Files.createDirectories(folder.resolve("exported/onnx"));
    VoiceActivityModels.writeGraph(exported.resolve("model.onnx"));
    var folded = Files.createDirectory(folder.resolve("folded"));
    VoiceActivityModels.writeFolded(folded.resolve("silero_vad.onnx"));

    Fixtures.convert(source, out);
    Fixtures.convert(folder.resolve("exported"), folder.resolve("out2"));
    Fixtures.convert(folded, folder.resolve("out3"));

    for (var other : List.of("out2", "out3")) {
      assertThat(folder.resolve(other).resolve("model.onnx"))
          .hasSameBinaryContentAs(out.resolve("model.onnx"));
    }
  }

  @Test
  void published_network_agrees_with_the_reference() throws Exception {
    Files.copy(Fixtures.shared("silero-vad/silero_vad.onnx"), source.resolve("silero_vad.onnx"));

    var descriptor = Fixtures.convert(source, out);

    var model = (VoiceActivity) descriptor.speech();
    assertThat(model).isEqualTo(new VoiceActivity(model.graph(), 16_000, 512, 64, 128));
    assertThat(parity(descriptor).maxDifference()).isLessThanOrEqualTo(1e-5);
    // The network for 8 kHz stays behind.
    assertThat(Files.size(out.resolve("model.onnx"))).isBetween(1_200_000L, 1_300_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv2.weight", "conv3.bias", "lstm_cell.weight_hh", "final_conv.weight"})
  void weights_that_do_not_fit_are_named(String tensor) throws Exception {
    VoiceActivityModels.writeWeights(source);
    var file = source.resolve(WEIGHTS);
    var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    Files.write(
        file,
        content
            .replace("\"" + tensor + "\"", "\"x" + tensor.substring(1) + "\"")
            .getBytes(StandardCharsets.ISO_8859_1));

    assertRefused(ConvertCode.UNKNOWN_ARCHITECTURE, tensor);
  }

  @Test
  void another_network_is_refused() throws Exception {
    VoiceActivityModels.write(
        source.resolve("model.onnx"),
        List.of(
            VoiceActivityModels.node("Conv", List.of("x", "w"), "y", List.of()),
            VoiceActivityModels.initializer("w", new float[12], 2, 2, 3)));

    assertRefused(ConvertCode.UNKNOWN_ARCHITECTURE, "without the convolutions of Silero");
  }

  @Test
  void several_graphs_are_refused() throws Exception {
    VoiceActivityModels.writeFolded(source.resolve("a.onnx"));
    VoiceActivityModels.writeFolded(source.resolve("b.onnx"));

    assertRefused(ConvertCode.UNKNOWN_ARCHITECTURE, "2 ONNX files");
  }

  @Test
  void numbers_in_another_file_are_refused() throws Exception {
    var tensor = new ArrayList<>(VoiceActivityModels.tensor("w", new float[1], 1));
    tensor.add(message(13, List.of(text(1, "location"), text(2, "/etc/passwd"))));
    VoiceActivityModels.write(source.resolve("model.onnx"), List.of(message(5, tensor)));

    assertRefused(ConvertCode.BROKEN_GRAPH, "in another file");
  }

  /// Messages that no exporter writes.
  @Test
  void hostile_graphs_are_refused_quickly() throws Exception {
    var hostile = new ArrayList<byte[]>();
    hostile.add(new byte[0]);
    hostile.add("<!doctype html>".getBytes(StandardCharsets.UTF_8));
    hostile.add(new byte[] {0x3a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f});
    hostile.add(repeated(0xff, 100));
    hostile.add(WireFormat.write(List.of(message(7, nested(40)))));
    hostile.add(
        WireFormat.write(
            List.of(message(7, List.of(message(5, lying(1 << 30, 1 << 30, 1 << 30)))))));
    hostile.add(WireFormat.write(List.of(message(7, List.of(message(5, lying(3)))))));
    hostile.add(
        WireFormat.write(
            List.of(
                message(
                    7,
                    List.of(
                        VoiceActivityModels.initializer("w", new float[1], 1),
                        VoiceActivityModels.initializer("w", new float[1], 1))))));
    hostile.add(WireFormat.write(List.of(whole(7, 5))));
    for (var content : hostile) {
      Files.write(source.resolve("model.onnx"), content);
      assertRefused(ConvertCode.BROKEN_GRAPH, "nothing in it was run");
    }
  }

  /// Each of two bytes in the file, and of many more once it is read: numbers, empty texts, and the
  /// lengths of axes.
  @Test
  void graph_of_millions_of_fields_is_refused_in_little_memory() throws Exception {
    var numbers = repeated(8, 24 << 20);
    var texts = new byte[24 << 20];
    for (int at = 0; at < texts.length; at += 2) {
      texts[at] = 0x0a;
    }
    var axes = WireFormat.write(List.of(message(5, List.of(bytes(1, repeated(1, 24 << 20))))));
    for (var content : List.of(numbers, wrapped(texts), wrapped(axes))) {
      Files.write(source.resolve("model.onnx"), content);
      long before = allocatedBytes();
      assertRefused(ConvertCode.BROKEN_GRAPH, "more than 1000000 fields");
      assertThat(allocatedBytes() - before).isLessThan(256L << 20);
    }
  }

  /// A model of nothing but a graph.
  private static byte[] wrapped(byte[] graph) {
    return WireFormat.write(List.of(bytes(7, graph)));
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static Parity parity(ModelDescriptor descriptor) {
    return Objects.requireNonNull(descriptor.provenance().parity());
  }

  /// A graph in a node of a graph, and so on.
  private static List<Field> nested(int depth) {
    return depth == 0
        ? List.of()
        : List.of(
            VoiceActivityModels.node(
                "If",
                List.of("x"),
                "y",
                List.of(VoiceActivityModels.attribute("then_branch", 6, nested(depth - 1)))));
  }

  private static List<Field> lying(int... shape) {
    var fields = new ArrayList<Field>();
    Arrays.stream(shape).forEach(axis -> fields.add(whole(1, axis)));
    fields.addAll(List.of(whole(2, 1), text(8, "w"), bytes(9, new byte[8])));
    return fields;
  }

  private static byte[] repeated(int value, int count) {
    var bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes).array();
  }

  private void assertRefused(ConvertCode code, String found) {
    assertThatThrownBy(() -> Fixtures.convert(source, out))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(code);
              assertThat(refusal.problem().found()).contains(found);
            });
    assertThat(out).doesNotExist();
  }
}
