package voxcrate.bundler.convert.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// A graph under construction: inputs, constants, nodes in the order they compute, outputs.
///
/// Every value has a name of its own and a shape; [Operators] adds nodes and works their shapes
/// out. A mistake in an architecture (a name twice, shapes that do not fit) is an
/// [IllegalArgumentException] or a [ShapeException] at the line that makes it.
public final class OnnxGraph {
  private final String name;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Initializer> initializers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /// @param name of the architecture, such as `PyanNet`
  public OnnxGraph(String name) {
    this.name = name;
  }

  public Value input(String inputName, Axis... shape) {
    var value = value(inputName, Value.Kind.FLOAT, List.of(shape));
    inputs.add(value);
    return value;
  }

  public void output(Value value) {
    if (!names.contains(value.name())) {
      throw new IllegalArgumentException(value.name() + " is not of this graph");
    }
    outputs.add(value);
  }

  /// Constant numbers in row-major order; the array is kept, not copied.
  public Value weights(String weightName, float[] numbers, long... shape) {
    var value = constant(weightName, Value.Kind.FLOAT, numbers.length, shape);
    initializers.add(new Initializer.Floats(value, numbers.length, () -> numbers));
    return value;
  }

  /// Constant numbers in row-major order that are fetched when the graph is written, each time.
  public Value weights(String weightName, Supplier<float[]> numbers, long... shape) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    var value = constant(weightName, Value.Kind.FLOAT, count, shape);
    initializers.add(new Initializer.Floats(value, count, numbers));
    return value;
  }

  /// Bytes of all constants; what is written is a little more.
  public long constantBytes() {
    return initializers.stream().mapToLong(Initializer::byteCount).sum();
  }

  /// A constant list of integers, such as a shape.
  Value integers(String constantName, long... numbers) {
    var value = constant(constantName, Value.Kind.INT64, numbers.length, numbers.length);
    initializers.add(new Initializer.Wholes(value, numbers));
    return value;
  }

  Value node(String operator, Value result, List<Value> operands, Attribute... attributes) {
    for (var operand : operands) {
      if (!names.contains(operand.name())) {
        throw new IllegalArgumentException(operand.name() + " is not of this graph");
      }
    }
    nodes.add(new Node(operator, operands, result.name(), List.of(attributes)));
    return result;
  }

  Value value(String valueName, Value.Kind kind, List<Axis> shape) {
    if (!names.add(valueName)) {
      throw new IllegalArgumentException("a value named " + valueName + " exists already");
    }
    return new Value(valueName, kind, shape);
  }

  private Value constant(String constantName, Value.Kind kind, int count, long... shape) {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != count) {
      throw new IllegalArgumentException(
          constantName + ": " + count + " numbers for the shape " + Arrays.toString(shape));
    }
    return value(constantName, kind, Arrays.stream(shape).mapToObj(Axis::of).toList());
  }

  String name() {
    return name;
  }

  List<Value> inputs() {
    return Collections.unmodifiableList(inputs);
  }

  List<Value> outputs() {
    return Collections.unmodifiableList(outputs);
  }

  List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  List<Initializer> initializers() {
    return Collections.unmodifiableList(initializers);
  }
}
