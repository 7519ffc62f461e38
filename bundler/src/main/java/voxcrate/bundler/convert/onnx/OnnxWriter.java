package voxcrate.bundler.convert.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Writes a graph as an ONNX model file. The same graph gives the same bytes.
///
/// Field numbers are those of `onnx.proto`.
public final class OnnxWriter {
  /// Intermediate representation 8 goes with opset 17, 12 with opset 24 (ONNX's `Versioning.md`).
  private static final int OLDER_IR = 8;

  private static final int NEWER_IR = 12;
  private static final int NEWER_OPSET = 24;

  /// ONNX Runtime has kept its own operators at version 1.
  private static final int RUNTIME_OPSET = 1;

  private static final String PRODUCER = "voxcrate";

  /// Of numbers beside the graph, in bytes: processors read them best so.
  private static final int ALIGNMENT = 64;

  /// `TensorProto.DataLocation`.
  private static final int EXTERNAL = 1;

  /// `AttributeProto.AttributeType`.
  private enum AttributeType {
    FLOAT(1),
    INT(2),
    STRING(3),
    INTS(7);

    private final int code;

    AttributeType(int code) {
      this.code = code;
    }
  }

  private OnnxWriter() {}

  public static void write(OnnxGraph graph, OutputStream out) throws IOException {
    var model =
        new ProtoMessage()
            .whole(1, graph.opset() < NEWER_OPSET ? OLDER_IR : NEWER_IR)
            .text(2, PRODUCER)
            .message(7, graph(graph))
            .message(8, operators("", graph.opset()));
    if (graph.nodes().stream().anyMatch(node -> !node.domain().isEmpty())) {
      model.message(8, operators(Node.ONNX_RUNTIME, RUNTIME_OPSET));
    }
    model.writeTo(out);
  }

  /// Writes what lies beside the graph, in the same order.
  public static void writeData(OnnxGraph graph, OutputStream out) throws IOException {
    for (var placed : beside(graph).values()) {
      placed.numbers().writeTo(out);
      out.write(new byte[Math.toIntExact(placed.end() - placed.offset() - placed.length())]);
    }
  }

  /// Numbers in the file beside the graph.
  private record Placed(Initializer.Embedded numbers, long offset) {
    private long length() {
      return numbers.byteCount();
    }

    /// Where the next ones begin.
    private long end() {
      return Math.ceilDiv(offset + length(), ALIGNMENT) * ALIGNMENT;
    }
  }

  /// By the names of their values.
  private static SequencedMap<String, Placed> beside(OnnxGraph graph) {
    var all = new LinkedHashMap<String, Placed>();
    long offset = 0;
    for (var numbers : graph.initializers()) {
      if (graph.isBeside(numbers) && numbers instanceof Initializer.Embedded embedded) {
        var placed = new Placed(embedded, offset);
        all.put(numbers.value().name(), placed);
        offset = placed.end();
      }
    }
    return all;
  }

  private static ProtoMessage operators(String domain, int version) {
    return new ProtoMessage().text(1, domain).whole(2, version);
  }

  private static ProtoMessage graph(OnnxGraph graph) {
    var message = new ProtoMessage();
    inOrder(graph).forEach(node -> message.message(1, node(node)));
    message.text(2, graph.name());
    var beside = beside(graph);
    graph.initializers().forEach(numbers -> message.message(5, tensor(graph, numbers, beside)));
    graph.inputs().forEach(value -> message.message(11, valueInfo(value)));
    graph.outputs().forEach(value -> message.message(12, valueInfo(value)));
    return message;
  }

  /// The nodes that prepare weights, then the others. ONNX Runtime works backwards from the
  /// outputs, and of the nodes that give a node its operands runs the first ones last: in this
  /// order weights are prepared just before they are needed. In any other it would prepare all of
  /// them before anything else, and hold them together.
  private static List<Node> inOrder(OnnxGraph graph) {
    var constants = new HashSet<String>();
    graph.initializers().forEach(numbers -> constants.add(numbers.value().name()));
    var preparing = new ArrayList<Node>();
    var others = new ArrayList<Node>();
    for (var node : graph.nodes()) {
      if (node.inputs().stream().map(Value::name).allMatch(constants::contains)) {
        constants.addAll(node.outputs());
        preparing.add(node);
      } else {
        others.add(node);
      }
    }
    preparing.addAll(others);
    return preparing;
  }

  private static ProtoMessage node(Node node) {
    var message = new ProtoMessage();
    node.inputs().forEach(input -> message.text(1, input.name()));
    node.outputs().forEach(output -> message.text(2, output));
    message.text(3, node.outputs().getFirst()).text(4, node.operator());
    node.attributes().forEach(attribute -> message.message(5, attribute(attribute)));
    if (!node.domain().isEmpty()) {
      message.text(7, node.domain());
    }
    return message;
  }

  private static ProtoMessage attribute(Attribute attribute) {
    var message = new ProtoMessage().text(1, attribute.name());
    return switch (attribute) {
      case Attribute.Real(_, float value) -> typed(message.real(2, value), AttributeType.FLOAT);
      case Attribute.Whole(_, long value) -> typed(message.whole(3, value), AttributeType.INT);
      case Attribute.Text(_, var value) -> typed(message.text(4, value), AttributeType.STRING);
      case Attribute.Wholes(_, var values) -> {
        values.forEach(value -> message.whole(8, value));
        yield typed(message, AttributeType.INTS);
      }
    };
  }

  private static ProtoMessage typed(ProtoMessage attribute, AttributeType type) {
    return attribute.whole(20, type.code);
  }

  private static ProtoMessage tensor(
      OnnxGraph graph, Initializer numbers, Map<String, Placed> beside) {
    var value = numbers.value();
    var message = new ProtoMessage();
    for (int axis = 0; axis < value.rank(); axis++) {
      message.whole(1, value.size(axis));
    }
    message.whole(2, value.kind().code).text(8, value.name());
    var placed = beside.get(value.name());
    if (placed != null) {
      return pointed(message, graph.dataFile().orElseThrow(), placed.offset(), placed.length());
    }
    return switch (numbers) {
      case Initializer.Embedded embedded -> message.raw(9, embedded);
      case Initializer.External(_, var file, long offset, long length) ->
          pointed(message, String.valueOf(file.getFileName()), offset, length);
    };
  }

  private static ProtoMessage pointed(
      ProtoMessage tensor, String location, long offset, long length) {
    return tensor
        .message(13, entry("location", location))
        .message(13, entry("offset", String.valueOf(offset)))
        .message(13, entry("length", String.valueOf(length)))
        .whole(14, EXTERNAL);
  }

  private static ProtoMessage entry(String key, String value) {
    return new ProtoMessage().text(1, key).text(2, value);
  }

  private static ProtoMessage valueInfo(Value value) {
    var shape = new ProtoMessage();
    for (var axis : value.shape()) {
      var dimension =
          switch (axis) {
            case Axis.Fixed(long size) -> new ProtoMessage().whole(1, size);
            case Axis.Named(var name) -> new ProtoMessage().text(2, name);
          };
      shape.message(1, dimension);
    }
    var tensorType = new ProtoMessage().whole(1, value.kind().code).message(2, shape);
    return new ProtoMessage()
        .text(1, value.name())
        .message(2, new ProtoMessage().message(1, tensorType));
  }
}
