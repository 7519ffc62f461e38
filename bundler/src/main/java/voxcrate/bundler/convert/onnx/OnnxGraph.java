package voxcrate.bundler.convert.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Supplier;
import voxcrate.bundler.convert.onnx.Initializer.Embedded;
import voxcrate.bundler.convert.onnx.Initializer.External;

/// A graph under construction: inputs, constants, nodes in the order they compute, outputs.
///
/// Every value has a name of its own and a shape; [Operators] adds nodes and works their shapes
/// out. A mistake in an architecture (a name twice, shapes that do not fit) is an
/// [IllegalArgumentException] or a [ShapeException] at the line that makes it.
public final class OnnxGraph {
  /// Of the operators of ONNX, what a graph gets along with: ONNX Runtime has known it since 1.12.
  private static final int USUAL_OPSET = 17;

  /// Stands for an operand that an operator does without.
  static final Value ABSENT = new Value("", Value.Kind.FLOAT, List.of());

  /// Smaller constants stay in the graph, where they can be looked at.
  private static final int LARGE_BYTES = 1 << 14;

  private final String name;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Initializer> initializers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private int opset = USUAL_OPSET;
  private Optional<String> dataFile = Optional.empty();

  /// @param name of the architecture, such as `PyanNet`
  public OnnxGraph(String name) {
    this.name = name;
  }

  public Value input(String inputName, Axis... shape) {
    return input(inputName, Value.Kind.FLOAT, shape);
  }

  public Value input(String inputName, Value.Kind kind, Axis... shape) {
    var value = value(inputName, kind, List.of(shape));
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

  /// The same in half precision, rounded to nearest.
  public Value halves(String weightName, Supplier<float[]> numbers, long... shape) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    var value = constant(weightName, Value.Kind.FLOAT16, count, shape);
    initializers.add(new Initializer.Floats(value, count, numbers));
    return value;
  }

  /// Constant numbers of 8 bits, fetched in the same way.
  ///
  /// @param kind `UINT8` or `INT8`
  public Value codes(String weightName, Value.Kind kind, Supplier<byte[]> numbers, long... shape) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    var value = constant(weightName, kind, count, shape);
    initializers.add(new Initializer.Codes(value, count, numbers));
    return value;
  }

  /// Constant integers of 32 bits.
  public Value sums(String weightName, long[] numbers) {
    var value = constant(weightName, Value.Kind.INT32, numbers.length, numbers.length);
    initializers.add(new Initializer.Wholes(value, numbers));
    return value;
  }

  /// Constant numbers that stay in `file`, at `offset`, row-major and little-endian.
  public Value weights(String weightName, Value.Kind kind, Path file, long offset, long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    var value = constant(weightName, kind, count, shape);
    initializers.add(new Initializer.External(value, file, offset, count * kind.bytes));
    return value;
  }

  /// Lets large constants lie in a file of this name beside the graph's, whatever their number: a
  /// graph's own file holds at most 2 GiB, and what runs it reads it into memory.
  public void keepBeside(String fileName) {
    dataFile = Optional.of(fileName);
  }

  /// The name of the file that lies beside the graph's, if it needs one.
  public Optional<String> dataFile() {
    return dataFile.filter(_ -> initializers.stream().anyMatch(this::isBeside));
  }

  /// Bytes of the constants that the graph holds itself; what is written is a little more.
  public long constantBytes() {
    return initializers.stream()
        .filter(numbers -> !isBeside(numbers))
        .mapToLong(numbers -> numbers instanceof Embedded embedded ? embedded.byteCount() : 0)
        .sum();
  }

  boolean isBeside(Initializer numbers) {
    return dataFile.isPresent()
        && numbers instanceof Embedded embedded
        && embedded.byteCount() >= LARGE_BYTES;
  }

  /// The files that the graph points into. It runs only where they lie beside it.
  public SequencedSet<Path> weightFiles() {
    var files = new LinkedHashSet<Path>();
    for (var numbers : initializers) {
      if (numbers instanceof External external) {
        files.add(external.file());
      }
    }
    return files;
  }

  /// A constant list of integers, such as a shape.
  Value integers(String constantName, long... numbers) {
    var value = constant(constantName, Value.Kind.INT64, numbers.length, numbers.length);
    initializers.add(new Initializer.Wholes(value, numbers));
    return value;
  }

  Value node(String operator, Value result, List<Value> operands, Attribute... attributes) {
    return node("", operator, result, operands, attributes);
  }

  /// A node of an operator that is ONNX Runtime's own.
  Value runtimeNode(String operator, Value result, List<Value> operands, Attribute... attributes) {
    return node(Node.ONNX_RUNTIME, operator, result, operands, attributes);
  }

  /// The same with several results, by their names.
  void runtimeNode(
      String operator, List<String> results, List<Value> operands, Attribute... attributes) {
    node(Node.ONNX_RUNTIME, operator, results, operands, attributes);
  }

  /// A node with several results, by their names.
  void node(String operator, List<String> results, List<Value> operands, Attribute... attributes) {
    node("", operator, results, operands, attributes);
  }

  private Value node(
      String domain, String operator, Value result, List<Value> operands, Attribute... attributes) {
    node(domain, operator, List.of(result.name()), operands, attributes);
    return result;
  }

  private void node(
      String domain,
      String operator,
      List<String> results,
      List<Value> operands,
      Attribute... attributes) {
    for (var operand : operands) {
      if (!operand.equals(ABSENT) && !names.contains(operand.name())) {
        throw new IllegalArgumentException(operand.name() + " is not of this graph");
      }
    }
    nodes.add(new Node(domain, operator, operands, results, List.of(attributes)));
  }

  Value value(String valueName, Value.Kind kind, List<Axis> shape) {
    if (!names.add(valueName)) {
      throw new IllegalArgumentException("a value named " + valueName + " exists already");
    }
    return new Value(valueName, kind, shape);
  }

  private Value constant(String constantName, Value.Kind kind, long count, long... shape) {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != count) {
      throw new IllegalArgumentException(
          constantName + ": " + count + " numbers for the shape " + Arrays.toString(shape));
    }
    return value(constantName, kind, Arrays.stream(shape).mapToObj(Axis::of).toList());
  }

  String name() {
    return name;
  }

  /// For an operator that ONNX has had only since this version.
  void requireOpset(int since) {
    opset = Math.max(opset, since);
  }

  /// Version of the operators of ONNX.
  int opset() {
    return opset;
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
