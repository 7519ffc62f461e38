package voxcrate.bundler.convert.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.bundler.convert.checkpoint.ProtoReader.Field;

/// An ONNX file that somebody else has exported, read for its weights: which constants there are,
/// and which operators take them. Nothing in it is ever run.
///
/// Field numbers are those of `onnx.proto`.
final class PublishedGraph {
  /// Models of voice activity have 3 MB; those with gigabytes are published as weights.
  private static final long MAX_BYTES = 32 << 20;

  /// Of graphs inside nodes of graphs; published ones have 4.
  private static final int MAX_DEPTH = 16;

  /// Published ones have 1,100 nodes.
  private static final int MAX_NODES = 100_000;

  private static final int MAX_AXES = 8;

  private final CheckpointFile file;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();

  private PublishedGraph(CheckpointFile file) {
    this.file = file;
  }

  /// One node, of the graph itself or of one inside.
  ///
  /// @param inputs names of what it takes; empty for what it does without
  record Operation(String operator, List<String> inputs) {
    Operation {
      inputs = List.copyOf(inputs);
    }
  }

  /// @throws voxcrate.problem.ToolException when the file breaks a rule of the format
  static PublishedGraph read(CheckpointFile file) {
    var graph = new PublishedGraph(file);
    if (file.sizeBytes() > MAX_BYTES) {
      throw graph.reader().refuse("a file of " + file.sizeBytes() + " bytes");
    }
    graph.model(graph.reader());
    return graph;
  }

  private ProtoReader reader() {
    int bytes = (int) Math.min(file.sizeBytes(), MAX_BYTES);
    return ProtoReader.of(file.name(), file.read(0, bytes));
  }

  /// In the order in which they are written, those inside a node right behind it.
  List<Operation> operations() {
    return List.copyOf(operations);
  }

  Optional<Tensor> constant(String name) {
    return Optional.ofNullable(constants.get(name));
  }

  private void model(ProtoReader model) {
    for (var field : model.fields()) {
      if (field.number() == 7) {
        graph(model.message(field), 0);
      }
    }
    if (operations.isEmpty()) {
      throw model.refuse("no graph");
    }
  }

  private void graph(ProtoReader graph, int depth) {
    if (depth > MAX_DEPTH) {
      throw graph.refuse("graphs inside graphs, " + depth + " deep");
    }
    for (var field : graph.fields()) {
      switch (field.number()) {
        case 1 -> node(graph.message(field), depth);
        case 5 -> put(Optional.empty(), graph.message(field));
        default -> {} // names, inputs and outputs
      }
    }
  }

  private void node(ProtoReader node, int depth) {
    var inputs = new ArrayList<String>();
    var outputs = new ArrayList<String>();
    var operator = "";
    var attributes = new ArrayList<Field>();
    for (var field : node.fields()) {
      switch (field.number()) {
        case 1 -> inputs.add(node.text(field));
        case 2 -> outputs.add(node.text(field));
        case 4 -> operator = node.text(field);
        case 5 -> attributes.add(field);
        default -> {} // its name and domain
      }
    }
    operations.add(new Operation(operator, inputs));
    if (operations.size() > MAX_NODES) {
      throw node.refuse("more than " + MAX_NODES + " nodes");
    }
    for (var field : attributes) {
      attribute(node.message(field), operator, outputs, depth);
    }
  }

  /// A node's own graph, or the numbers of a node that stands for nothing but them.
  private void attribute(ProtoReader attribute, String operator, List<String> outputs, int depth) {
    for (var field : attribute.fields()) {
      if (field.number() == 6) {
        graph(attribute.message(field), depth + 1);
      } else if (field.number() == 5 && operator.equals("Constant") && outputs.size() == 1) {
        put(Optional.of(outputs.getFirst()), attribute.message(field));
      }
    }
  }

  /// Keeps numbers that may be weights.
  ///
  /// @param known the name of what they are the value of; else they have one of their own
  private void put(Optional<String> known, ProtoReader tensor) {
    var shape = new ArrayList<Long>();
    Optional<ElementType> type = Optional.empty();
    Optional<Field> data = Optional.empty();
    var name = known.orElse("");
    for (var field : tensor.fields()) {
      switch (field.number()) {
        case 1 -> shape.addAll(tensor.numbers(field));
        case 2 -> type = type(field.whole());
        case 4, 9 -> data = Optional.of(field); // single floats; bytes
        case 8 -> name = known.orElse(tensor.text(field));
        case 13, 14 -> throw tensor.refuse("numbers that lie in another file");
        default -> {} // numbers of other kinds, of which weights are not
      }
    }
    if (type.isPresent() && data.isPresent()) {
      var constant = placed(tensor, name, data.get(), type.get(), shape);
      if (constants.putIfAbsent(name, constant) != null) {
        throw tensor.refuse("two constants named '" + name + "'");
      }
    }
  }

  private Tensor placed(
      ProtoReader tensor, String name, Field data, ElementType type, List<Long> shape) {
    long elements = data.length() / type.bytes();
    long product = 1;
    for (long axis : shape) {
      product = axis < 1 || product > elements / axis ? 0 : product * axis;
    }
    if (shape.size() > MAX_AXES || product * type.bytes() != data.length()) {
      throw tensor.refuse("'" + name + "' of shape " + shape + " in " + data.length() + " bytes");
    }
    return new Tensor(name, file, data.from(), TensorLayout.rowMajor(type, shape));
  }

  /// Of `TensorProto.DataType`, those that weights are published in.
  private static Optional<ElementType> type(long code) {
    return switch ((int) code) {
      case 1 -> Optional.of(ElementType.FLOAT);
      case 10 -> Optional.of(ElementType.HALF);
      case 11 -> Optional.of(ElementType.DOUBLE);
      case 16 -> Optional.of(ElementType.BFLOAT16);
      default -> Optional.empty();
    };
  }
}
