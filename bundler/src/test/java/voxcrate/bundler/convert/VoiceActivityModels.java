package voxcrate.bundler.convert;

import static voxcrate.bundler.convert.WireFormat.bytes;
import static voxcrate.bundler.convert.WireFormat.message;
import static voxcrate.bundler.convert.WireFormat.text;
import static voxcrate.bundler.convert.WireFormat.whole;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import voxcrate.bundler.convert.WireFormat.Field;

/// Silero's network in small, with random weights, in the forms that it is published in.
public final class VoiceActivityModels {
  /// Of a filter: 16 ms at 2 kHz.
  static final int FILTER = 32;

  static final int SIZE = 5;
  private static final int[] CHANNELS = {FILTER / 2 + 1, 6, 4, 3, 5};

  /// By the names of Silero's safetensors file, those of its exported graphs.
  private static final Map<String, String> NAMES = names();

  private VoiceActivityModels() {}

  private static Map<String, String> names() {
    var names = new LinkedHashMap<String, String>();
    names.put("stft_conv.weight", "stft.forward_basis_buffer");
    for (int layer = 0; layer < 4; layer++) {
      for (var part : List.of("weight", "bias")) {
        names.put("conv" + (layer + 1) + "." + part, "encoder." + layer + ".reparam_conv." + part);
      }
    }
    for (var part : List.of("weight_ih", "weight_hh", "bias_ih", "bias_hh")) {
      names.put("lstm_cell." + part, "decoder.rnn." + part);
    }
    names.put("final_conv.weight", "decoder.decoder.2.weight");
    names.put("final_conv.bias", "decoder.decoder.2.bias");
    return names;
  }

  static SequencedMap<String, long[]> shapes(int filter) {
    var shapes = new LinkedHashMap<String, long[]>();
    shapes.put("stft_conv.weight", new long[] {filter + 2, 1, filter});
    for (int layer = 1; layer <= 4; layer++) {
      int inputs = layer == 1 ? filter / 2 + 1 : CHANNELS[layer - 1];
      shapes.put("conv" + layer + ".weight", new long[] {CHANNELS[layer], inputs, 3});
      shapes.put("conv" + layer + ".bias", new long[] {CHANNELS[layer]});
    }
    shapes.put("lstm_cell.weight_ih", new long[] {4 * SIZE, CHANNELS[4]});
    shapes.put("lstm_cell.weight_hh", new long[] {4 * SIZE, SIZE});
    shapes.put("lstm_cell.bias_ih", new long[] {4 * SIZE});
    shapes.put("lstm_cell.bias_hh", new long[] {4 * SIZE});
    shapes.put("final_conv.weight", new long[] {1, SIZE, 1});
    shapes.put("final_conv.bias", new long[] {1});
    return shapes;
  }

  private static long[] shape(String name, int filter) {
    return Objects.requireNonNull(shapes(filter).get(name));
  }

  private static String inGraph(String name) {
    return Objects.requireNonNull(NAMES.get(name));
  }

  static float[] numbers(String name, long... shape) {
    var random = new Random(name.hashCode());
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    var numbers = new float[count];
    double scale = shape.length == 1 ? 0.3 : 2 / Math.sqrt((double) count / shape[0]);
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (scale * random.nextGaussian());
    }
    return numbers;
  }

  /// As `silero_vad_16k.safetensors`.
  public static void writeWeights(Path folder) throws IOException {
    var header = new StringBuilder("{");
    var data = new ArrayList<byte[]>();
    int at = 0;
    for (var tensor : shapes(FILTER).entrySet()) {
      var numbers = littleEndian(numbers(tensor.getKey(), tensor.getValue()));
      header.append(at == 0 ? "" : ",");
      header.append(
          "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(
                  tensor.getKey(), Arrays.toString(tensor.getValue()), at, at + numbers.length));
      at += numbers.length;
      data.add(numbers);
    }
    var json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    var file = ByteBuffer.allocate(Long.BYTES + json.length + at).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    data.forEach(file::put);
    Files.write(folder.resolve("silero_vad_16k.safetensors"), file.array());
  }

  /// As `silero_vad.onnx`: a network for each sample rate in a branch, constants as nodes, the
  /// memory's put together by nodes.
  public static void writeGraph(Path file) throws IOException {
    var branches =
        List.of(
            attribute("else_branch", 6, branch("else.", FILTER / 2)),
            attribute("then_branch", 6, branch("then.", FILTER)));
    write(file, List.of(node("If", List.of("is16k"), "result", branches)));
  }

  /// As an optimiser leaves it: one network, weights beside the nodes, those of the memory in
  /// ONNX's form.
  public static void writeFolded(Path file) throws IOException {
    var graph = new ArrayList<>(network("", new String[] {"W", "R", "B"}));
    var shapes = shapes(FILTER);
    for (var name : shapes.keySet()) {
      if (!name.startsWith("lstm_cell")) {
        var shape = shape(name, FILTER);
        graph.add(initializer(inGraph(name), numbers(name, shape), shape));
      }
    }
    graph.add(initializer("W", folded("weight_ih"), 1, 4 * SIZE, CHANNELS[4]));
    graph.add(initializer("R", folded("weight_hh"), 1, 4 * SIZE, SIZE));
    var biases = Arrays.copyOf(folded("bias_ih"), 8 * SIZE);
    System.arraycopy(folded("bias_hh"), 0, biases, 4 * SIZE, 4 * SIZE);
    graph.add(initializer("B", biases, 1, 8 * SIZE));
    write(file, graph);
  }

  /// From input, forget, cell, output to input, output, forget, cell.
  private static float[] folded(String part) {
    var torch = numbers("lstm_cell." + part, shape("lstm_cell." + part, FILTER));
    var onnx = new float[torch.length];
    int gate = torch.length / 4;
    int[] order = {0, 3, 1, 2};
    for (int i = 0; i < 4; i++) {
      System.arraycopy(torch, order[i] * gate, onnx, i * gate, gate);
    }
    return onnx;
  }

  /// @param graph fields of the graph's message
  static void write(Path file, List<Field> graph) throws IOException {
    Files.write(file, WireFormat.write(List.of(whole(1, 8), text(2, "test"), message(7, graph))));
  }

  private static List<Field> branch(String prefix, int filter) {
    var shapes = shapes(filter);
    var constants =
        shapes.keySet().stream()
            .map(
                name ->
                    node(
                        "Constant",
                        List.of(),
                        prefix + inGraph(name),
                        List.of(
                            attribute(
                                "value",
                                5,
                                tensor(
                                    "",
                                    numbers(name, shape(name, filter)),
                                    shape(name, filter))))));
    return Stream.concat(
            constants, network(prefix, new String[] {"put", "together", "elsewhere"}).stream())
        .toList();
  }

  private static List<Field> network(String prefix, String[] memory) {
    var nodes = new ArrayList<Field>();
    nodes.add(node("Conv", List.of("x", prefix + inGraph("stft_conv.weight")), "s", List.of()));
    for (int layer = 1; layer <= 4; layer++) {
      nodes.add(convolution(prefix, "conv" + layer));
    }
    nodes.add(
        node("LSTM", List.of("f", memory[0], memory[1], memory[2], "", "h", "c"), "y", List.of()));
    nodes.add(convolution(prefix, "final_conv"));
    return nodes;
  }

  private static Field convolution(String prefix, String name) {
    var inputs = List.of("x", prefix + inGraph(name + ".weight"), prefix + inGraph(name + ".bias"));
    return node("Conv", inputs, name, List.of());
  }

  static Field node(String operator, List<String> inputs, String output, List<Field> attributes) {
    var fields = new ArrayList<Field>();
    inputs.forEach(input -> fields.add(text(1, input)));
    fields.add(text(2, output));
    fields.add(text(4, operator));
    fields.addAll(attributes);
    return message(1, fields);
  }

  static Field attribute(String name, int kind, List<Field> value) {
    return message(5, List.of(text(1, name), message(kind, value)));
  }

  static Field initializer(String name, float[] numbers, long... shape) {
    return message(5, tensor(name, numbers, shape));
  }

  static List<Field> tensor(String name, float[] numbers, long... shape) {
    var fields = new ArrayList<Field>();
    for (long axis : shape) {
      fields.add(whole(1, (int) axis));
    }
    fields.add(whole(2, 1));
    if (!name.isEmpty()) {
      fields.add(text(8, name));
    }
    fields.add(bytes(9, littleEndian(numbers)));
    return fields;
  }

  static byte[] littleEndian(float... numbers) {
    var bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }
}
