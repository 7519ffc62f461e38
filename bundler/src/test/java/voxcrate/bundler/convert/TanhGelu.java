package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import voxcrate.bundler.convert.WireFormat.Field;

/// The mistake that is easiest to make of a GELU, in a graph that has none: the usual approximation
/// by the hyperbolic tangent (Hendrycks and Gimpel 2016, section 2) in place of the exact form. The
/// two differ by 5e-4 at most.
///
/// A graph computes erf(u) with u = x / √2. In its place comes
/// `tanh(√(2/π) · (x + 0.044715 x³)) = tanh(2/√π · (u + 0.08943 u³))`.
final class TanhGelu {
  /// Fields of ONNX's `ModelProto`, `GraphProto`, `NodeProto` and `TensorProto`.
  private static final int GRAPH = 7;

  private static final int NODE = 1;
  private static final int INITIALIZER = 5;
  private static final int INPUT = 1;
  private static final int OUTPUT = 2;
  private static final int OPERATOR = 4;
  private static final int DIMENSION = 1;
  private static final int DATA_TYPE = 2;
  private static final int TENSOR_NAME = 8;
  private static final int RAW_DATA = 9;

  private static final Map<String, Double> CONSTANTS =
      Map.of("tanh.one", 1.0, "tanh.cubic", 2 * 0.044715, "tanh.scale", 2 / Math.sqrt(Math.PI));

  private TanhGelu() {}

  /// Changes every GELU of a graph.
  ///
  /// @return how many there were
  static int into(Path onnx) throws IOException {
    var model = new ArrayList<Field>();
    int changed = 0;
    for (var field : WireFormat.read(Files.readAllBytes(onnx))) {
      if (field.number() == GRAPH) {
        var graph = WireFormat.read(field.content());
        changed += (int) graph.stream().filter(TanhGelu::isErf).count();
        var nodes = graph.stream().flatMap(TanhGelu::replaced);
        model.add(WireFormat.message(GRAPH, Stream.concat(nodes, constants()).toList()));
      } else {
        model.add(field);
      }
    }
    Files.write(onnx, WireFormat.write(model));
    return changed;
  }

  private static boolean isErf(Field field) {
    return field.number() == NODE
        && WireFormat.read(field.content()).stream()
            .anyMatch(part -> part.number() == OPERATOR && part.text().equals("Erf"));
  }

  private static Stream<Field> replaced(Field field) {
    if (!isErf(field)) {
      return Stream.of(field);
    }
    var node = WireFormat.read(field.content());
    var u = name(node, INPUT);
    var erf = name(node, OUTPUT);
    return Stream.of(
        node("Mul", erf + ".square", u, u),
        node("Mul", erf + ".cubic", erf + ".square", "tanh.cubic"),
        node("Add", erf + ".factor", erf + ".cubic", "tanh.one"),
        node("Mul", erf + ".sum", u, erf + ".factor"),
        node("Mul", erf + ".scaled", erf + ".sum", "tanh.scale"),
        node("Tanh", erf, erf + ".scaled"));
  }

  private static String name(List<Field> node, int field) {
    return node.stream().filter(part -> part.number() == field).findFirst().orElseThrow().text();
  }

  private static Field node(String operator, String output, String... inputs) {
    var parts = new ArrayList<Field>();
    for (var input : inputs) {
      parts.add(WireFormat.text(INPUT, input));
    }
    parts.add(WireFormat.text(OUTPUT, output));
    parts.add(WireFormat.text(OPERATOR, operator));
    return WireFormat.message(NODE, parts);
  }

  private static Stream<Field> constants() {
    return CONSTANTS.entrySet().stream()
        .map(
            constant ->
                WireFormat.message(
                    INITIALIZER,
                    List.of(
                        WireFormat.whole(DIMENSION, 1),
                        WireFormat.whole(DATA_TYPE, 1), // FLOAT
                        WireFormat.text(TENSOR_NAME, constant.getKey()),
                        WireFormat.bytes(RAW_DATA, single(constant.getValue())))));
  }

  private static byte[] single(double value) {
    return ByteBuffer.allocate(Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat((float) value)
        .array();
  }
}
