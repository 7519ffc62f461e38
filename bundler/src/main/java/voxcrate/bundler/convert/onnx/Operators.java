package voxcrate.bundler.convert.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/// The operators of ONNX, and some of ONNX Runtime, that the architectures consist of, each with
/// its shape rule.
///
/// The first argument names the result, and with it the node.
public final class Operators {
  private final OnnxGraph graph;
  private final Steps steps;

  public Operators(OnnxGraph graph) {
    this(graph, Steps.SINGLE);
  }

  public Operators(OnnxGraph graph, Steps steps) {
    this.graph = graph;
    this.steps = steps;
  }

  /// How much one node is to do.
  public Steps steps() {
    return steps;
  }

  /// How a convolution slides: the same on every axis.
  ///
  /// @param before, after zeros put at both ends
  /// @param groups parts that the channels fall into; each filter sees one
  public record Sliding(int stride, int before, int after, int groups) {
    public static final Sliding PLAIN = new Sliding(1, 0);

    public Sliding(int stride, int padding) {
      this(stride, padding, padding, 1);
    }

    private int padding() {
      return before + after;
    }

    Attribute[] attributes(int axes) {
      var attributes =
          new ArrayList<>(
              List.of(
                  Attribute.list("strides", repeat(stride, axes)),
                  Attribute.list("pads", pads(axes))));
      if (groups > 1) {
        attributes.add(Attribute.of("group", groups));
      }
      return attributes.toArray(Attribute[]::new);
    }

    /// All axes' starts, then all axes' ends.
    private long[] pads(int axes) {
      var pads = repeat(before, 2 * axes);
      Arrays.fill(pads, axes, 2 * axes, after);
      return pads;
    }

    private static long[] repeat(long value, int times) {
      var values = new long[times];
      Arrays.fill(values, value);
      return values;
    }
  }

  /// Convolution over all axes after the second.
  ///
  /// @param x batch × channels × lengths…
  /// @param kernel filters × channels of a group × sizes…
  /// @param bias filters; absent for none
  /// @return batch × filters × lengths…
  public Value convolution(String name, Value x, Value kernel, Sliding sliding, Value... bias) {
    require(bias.length == 0 || bias[0].size(0) == kernel.size(0), name);
    var operands = new ArrayList<>(List.of(x, kernel));
    operands.addAll(List.of(bias));
    return graph.node(
        "Conv",
        result(name, x, slid(name, x, kernel, sliding)),
        operands,
        sliding.attributes(x.rank() - 2));
  }

  /// The shape that a convolution gives.
  static List<Axis> slid(String name, Value x, Value kernel, Sliding sliding) {
    int groups = sliding.groups();
    require(x.rank() == kernel.rank() && x.size(1) == groups * kernel.size(1), name);
    require(kernel.size(0) % groups == 0, name);
    var shape = new ArrayList<Axis>(List.of(x.axis(0), kernel.axis(0)));
    for (int axis = 2; axis < x.rank(); axis++) {
      long size = kernel.size(axis);
      shape.add(
          x.axis(axis).slid(size, sliding.stride(), sliding.padding(), name + ".axis" + axis));
    }
    return shape;
  }

  /// The largest of each `size` neighbours, not overlapping; a rest is dropped.
  public Value maxPool(String name, Value x, int size) {
    require(x.rank() == 3, name);
    var pooled = x.axis(2).slid(size, size, 0, name + ".axis2");
    return graph.node(
        "MaxPool",
        result(name, x, List.of(x.axis(0), x.axis(1), pooled)),
        List.of(x),
        Attribute.list("kernel_shape", size),
        Attribute.list("strides", size));
  }

  /// Normalises each channel over its length, then scales and shifts it.
  public Value instanceNorm(String name, Value x, Value scale, Value shift, float epsilon) {
    require(x.size(1) == scale.size(0) && x.size(1) == shift.size(0), name);
    return inSingle(
        name,
        (result, operands) ->
            graph.node(
                "InstanceNormalization",
                result(result, operands.getFirst(), x.shape()),
                operands,
                Attribute.of("epsilon", epsilon)),
        x,
        scale,
        shift);
  }

  /// Normalises over the last axis, then scales and shifts it.
  public Value layerNorm(String name, Value x, Value scale, Value shift, float epsilon) {
    long width = x.size(x.rank() - 1);
    require(width == scale.size(0) && width == shift.size(0), name);
    return graph.node(
        "LayerNormalization",
        result(name, x, x.shape()),
        List.of(x, scale, shift),
        Attribute.of("axis", -1),
        Attribute.of("epsilon", epsilon));
  }

  /// `x + added`, and the sum normalised as by [#layerNorm], in one node.
  ///
  /// @param x batch × places × width
  /// @param added the same, or without the batch
  /// @return the sum, and its norm
  public List<Value> sumAndNorm(
      String sum, String name, Value x, Value added, Value scale, Value shift, float epsilon) {
    long width = x.size(x.rank() - 1);
    require(x.rank() == 3 && (added.rank() == 3 || added.rank() == 2), name);
    require(added.size(added.rank() - 1) == width && x.kind() == added.kind(), name);
    require(width == scale.size(0) && width == shift.size(0), name);
    var results = List.of(result(sum, x, x.shape()), result(name, x, x.shape()));
    graph.runtimeNode(
        "SkipLayerNormalization",
        List.of(name, "", "", sum), // in between: mean and variance, for training
        List.of(x, added, scale, shift),
        Attribute.of("epsilon", epsilon));
    return results;
  }

  /// Attention of several heads (Vaswani et al. 2017), each of a part of the width, in one node.
  ///
  /// @param queries batch × places × width
  /// @param keys, values batch × places that are looked at × width
  /// @return shaped like the queries
  public Value attention(String name, Value queries, Value keys, Value values, int heads) {
    require(queries.rank() == 3 && keys.rank() == 3 && values.rank() == 3, name);
    require(queries.size(2) == keys.size(2) && keys.size(2) == values.size(2), name);
    require(heads > 0 && queries.size(2) % heads == 0, name);
    return graph.runtimeNode(
        "MultiHeadAttention",
        result(name, queries, queries.shape()),
        List.of(queries, keys, values),
        Attribute.of("num_heads", heads));
  }

  public Value abs(String name, Value x) {
    return elementwise("Abs", name, x);
  }

  public Value relu(String name, Value x) {
    return elementwise("Relu", name, x);
  }

  public Value sqrt(String name, Value x) {
    return elementwise("Sqrt", name, x);
  }

  /// The same under another name.
  public Value same(String name, Value x) {
    return elementwise("Identity", name, x);
  }

  public Value sigmoid(String name, Value x) {
    return elementwise("Sigmoid", name, x);
  }

  /// The last axis made longer by what is mirrored at its end, the end itself not repeated.
  public Value mirroredAtEnd(String name, Value x, int more) {
    int last = x.rank() - 1;
    require(more < x.size(last), name);
    var shape = new ArrayList<>(x.shape());
    shape.set(last, Axis.of(x.size(last) + more));
    var pads = new long[2 * x.rank()];
    pads[pads.length - 1] = more;
    var wanted = graph.integers(name + ".pads", pads);
    return graph.node(
        "Pad", result(name, x, shape), List.of(x, wanted), Attribute.of("mode", "reflect"));
  }

  /// The Gauss error function, of each element.
  public Value erf(String name, Value x) {
    return elementwise("Erf", name, x);
  }

  public Value leakyRelu(String name, Value x, float slope) {
    return elementwise("LeakyRelu", name, x, Attribute.of("alpha", slope));
  }

  /// Over the last axis.
  public Value logSoftmax(String name, Value x) {
    return overLastAxis("LogSoftmax", name, x);
  }

  /// Over the last axis.
  public Value softmax(String name, Value x) {
    return overLastAxis("Softmax", name, x);
  }

  private Value overLastAxis(String operator, String name, Value x) {
    return inSingle(
        name,
        (result, operands) ->
            elementwise(operator, result, operands.getFirst(), Attribute.of("axis", -1)),
        x);
  }

  public Value add(String name, Value a, Value b) {
    return broadcast("Add", name, a, b);
  }

  public Value subtract(String name, Value a, Value b) {
    return broadcast("Sub", name, a, b);
  }

  public Value multiply(String name, Value a, Value b) {
    return broadcast("Mul", name, a, b);
  }

  public Value divide(String name, Value a, Value b) {
    return broadcast("Div", name, a, b);
  }

  public Value multiply(String name, Value x, float factor) {
    return broadcast("Mul", name, x, scalar(name + ".factor", factor, x));
  }

  public Value divide(String name, Value x, float divisor) {
    return broadcast("Div", name, x, scalar(name + ".divisor", divisor, x));
  }

  public Value add(String name, Value x, float term) {
    return broadcast("Add", name, x, scalar(name + ".term", term, x));
  }

  /// Of the kind of `like`.
  private Value scalar(String name, float number, Value like) {
    var numbers = new float[] {number};
    return like.kind() == Value.Kind.FLOAT16
        ? graph.halves(name, () -> numbers, 1)
        : graph.weights(name, numbers, 1);
  }

  /// The matrices in the last two axes multiplied, one pair for each place in the axes before.
  ///
  /// @param a … × rows × inner
  /// @param b … × inner × columns
  public Value multiplyMatrices(String name, Value a, Value b) {
    int rank = a.rank();
    require(rank >= 2 && b.rank() == rank, name);
    require(mayBeEqual(a.axis(rank - 1), b.axis(rank - 2)), name);
    for (int axis = 0; axis < rank - 2; axis++) {
      require(mayBeEqual(a.axis(axis), b.axis(axis)), name);
    }
    var shape = new ArrayList<>(a.shape());
    shape.set(rank - 1, b.axis(rank - 1));
    return graph.node("MatMul", result(name, a, shape), List.of(a, b));
  }

  /// `x · matrix + bias` over the last axis.
  ///
  /// @param matrix inputs × outputs
  public Value linear(String name, Value x, Value matrix, Value bias) {
    require(x.size(x.rank() - 1) == matrix.size(0) && matrix.size(1) == bias.size(0), name);
    var shape = new ArrayList<>(x.shape());
    shape.set(x.rank() - 1, matrix.axis(1));
    var product = graph.node("MatMul", result(name + ".product", x, shape), List.of(x, matrix));
    return graph.node("Add", result(name, x, shape), List.of(product, bias));
  }

  /// `x · matrixᵀ + bias` over the last axis. ONNX has no such operator beyond two axes. Turning
  /// the matrix by a node of its own is exact too, but ONNX Runtime then keeps large weights in
  /// memory twice.
  ///
  /// @param matrix outputs × inputs, as torch keeps it
  /// @param bias outputs; absent for none
  public Value linearAsStored(String name, Value x, Value matrix, Value... bias) {
    require(matrix.rank() == 2 && x.size(x.rank() - 1) == matrix.size(1), name);
    var shape = new ArrayList<>(x.shape());
    shape.set(x.rank() - 1, matrix.axis(0));
    var product = result(bias.length == 0 ? name : name + ".product", x, shape);
    graph.runtimeNode("FusedMatMul", product, List.of(x, matrix), Attribute.of("transB", 1));
    return bias.length == 0 ? product : add(name, product, bias[0]);
  }

  public Value transpose(String name, Value x, int... order) {
    require(order.length == x.rank(), name);
    var shape = Arrays.stream(order).mapToObj(x::axis).toList();
    return graph.node(
        "Transpose",
        result(name, x, shape),
        List.of(x),
        Attribute.list("perm", Arrays.stream(order).asLongStream().toArray()));
  }

  /// Splits the last axis into `parts` and what each of them holds.
  public Value splitLast(String name, Value x, int parts) {
    int last = x.rank() - 1;
    require(parts > 0 && x.size(last) % parts == 0, name);
    var shape = new ArrayList<>(x.shape());
    shape.set(last, Axis.of(parts));
    shape.add(Axis.of(x.size(last) / parts));
    // 0 keeps an axis.
    var target = new long[shape.size()];
    target[last] = parts;
    target[last + 1] = x.size(last) / parts;
    var wanted = graph.integers(name + ".shape", target);
    return graph.node("Reshape", result(name, x, shape), List.of(x, wanted));
  }

  /// Joins `axis` and the one after it.
  public Value joinAxes(String name, Value x, int axis) {
    var shape = new ArrayList<>(x.shape());
    long joined = x.size(axis) * x.size(axis + 1);
    shape.set(axis, Axis.of(joined));
    shape.remove(axis + 1);
    // 0 keeps an axis, -1 takes what is left; one axis after the joined ones may be unknown.
    var target = new long[shape.size()];
    for (int i = axis; i < target.length; i++) {
      target[i] = i == axis ? joined : -1;
    }
    require(target.length - axis <= 2, name);
    var wanted = graph.integers(name + ".shape", target);
    return graph.node("Reshape", result(name, x, shape), List.of(x, wanted));
  }

  /// Adds an axis of size 1 before axis `at`.
  public Value insertAxis(String name, Value x, int at) {
    var shape = new ArrayList<>(x.shape());
    shape.add(at, Axis.of(1));
    var axes = graph.integers(name + ".axes", at);
    return graph.node("Unsqueeze", result(name, x, shape), List.of(x, axes));
  }

  /// Sums the last axis up, and drops it.
  public Value sumLast(String name, Value x) {
    int last = x.rank() - 1;
    var axes = graph.integers(name + ".axes", last);
    return graph.node(
        "ReduceSum",
        result(name, x, x.shape().subList(0, last)),
        List.of(x, axes),
        Attribute.of("keepdims", 0));
  }

  /// The Euclidean norm over some axes, which stay with a size of 1.
  public Value norm(String name, Value x, int... axes) {
    var shape = new ArrayList<>(x.shape());
    Arrays.stream(axes).forEach(axis -> shape.set(axis, Axis.of(1)));
    var over = graph.integers(name + ".axes", Arrays.stream(axes).asLongStream().toArray());
    var squares = multiply(name + ".squares", x, x);
    var sums =
        graph.node(
            "ReduceSum",
            result(name + ".sums", x, shape),
            List.of(squares, over),
            Attribute.of("keepdims", 1));
    return sqrt(name, sums);
  }

  /// The smallest of all numbers, as one.
  public Value least(String name, Value x) {
    return graph.node(
        "ReduceMin", result(name, x, List.of()), List.of(x), Attribute.of("keepdims", 0));
  }

  /// The largest of all numbers, as one.
  public Value most(String name, Value x) {
    return graph.node(
        "ReduceMax", result(name, x, List.of()), List.of(x), Attribute.of("keepdims", 0));
  }

  /// One after the other along `axis`.
  public Value concat(String name, int axis, Value... parts) {
    var first = parts[0];
    var joined = first.axis(axis);
    for (var part : List.of(parts).subList(1, parts.length)) {
      requireEqualBut(axis, first, part, name);
      joined = Axis.sum(joined, part.axis(axis), name + ".axis" + axis);
    }
    var shape = new ArrayList<>(first.shape());
    shape.set(axis, joined);
    return graph.node(
        "Concat",
        graph.value(name, first.kind(), shape),
        List.of(parts),
        Attribute.of("axis", axis));
  }

  private static void requireEqualBut(int axis, Value a, Value b, String name) {
    require(a.rank() == b.rank() && a.kind() == b.kind(), name);
    for (int i = 0; i < a.rank(); i++) {
      require(i == axis || mayBeEqual(a.axis(i), b.axis(i)), name);
    }
  }

  /// The rows of `table` with these numbers: what an embedding does.
  ///
  /// @param numbers integers of any shape
  /// @return their shape, then that of a row
  public Value rows(String name, Value table, Value numbers) {
    require(numbers.kind() == Value.Kind.INT64, name);
    var shape = new ArrayList<>(numbers.shape());
    shape.addAll(table.shape().subList(1, table.rank()));
    return graph.node(
        "Gather",
        graph.value(name, table.kind(), shape),
        List.of(table, numbers),
        Attribute.of("axis", 0));
  }

  /// Only these places of `axis`, in this order.
  public Value select(String name, Value x, int axis, long... places) {
    var shape = new ArrayList<>(x.shape());
    shape.set(axis, Axis.of(places.length));
    var wanted = graph.integers(name + ".places", places);
    return graph.node(
        "Gather", result(name, x, shape), List.of(x, wanted), Attribute.of("axis", axis));
  }

  /// Only these places of `axis`, in this order.
  ///
  /// @param places integers, one axis
  public Value select(String name, Value x, int axis, Value places) {
    require(places.kind() == Value.Kind.INT64 && places.rank() == 1, name);
    var shape = new ArrayList<>(x.shape());
    shape.set(axis, places.axis(0));
    return graph.node(
        "Gather", result(name, x, shape), List.of(x, places), Attribute.of("axis", axis));
  }

  /// `cache` with `update` written over a part of its places. ONNX Runtime does that in place where
  /// both are given the same memory.
  ///
  /// @param cache batch × heads × places × d
  /// @param update batch × heads × fewer places × d
  /// @param from the first place, for each of the batch
  public Value overwrite(String name, Value cache, Value update, Value from) {
    require(cache.rank() == 4 && from.kind() == Value.Kind.INT64 && from.rank() == 1, name);
    requireEqualBut(2, cache, update, name);
    graph.requireOpset(24);
    return graph.node(
        "TensorScatter",
        result(name, cache, cache.shape()),
        List.of(cache, update, from),
        Attribute.of("axis", 2));
  }

  /// The rows of `table` from one number to another, exclusive; both of one element.
  public Value slice(String name, Value table, Value from, Value to) {
    var shape = new ArrayList<>(table.shape());
    shape.set(0, Axis.named(name + ".axis0"));
    var axes = graph.integers(name + ".axes", 0);
    return graph.node("Slice", result(name, table, shape), List.of(table, from, to, axes));
  }

  /// How long one axis is when the model runs, as one integer.
  public Value size(String name, Value x, int axis) {
    return graph.node(
        "Shape",
        graph.value(name, Value.Kind.INT64, List.of(Axis.of(1))),
        List.of(x),
        Attribute.of("start", axis),
        Attribute.of("end", axis + 1));
  }

  /// Constant integers.
  public Value integers(String name, long... numbers) {
    return graph.integers(name, numbers);
  }

  /// In single precision; `x` itself where it is.
  public Value single(String name, Value x) {
    return as(name, x, Value.Kind.FLOAT);
  }

  /// As another kind of numbers; `x` itself where it is that.
  public Value as(String name, Value x, Value.Kind kind) {
    return x.kind() == kind
        ? x
        : graph.node(
            "Cast", graph.value(name, kind, x.shape()), List.of(x), Attribute.of("to", kind.code));
  }

  /// What adds up many numbers, or spans many magnitudes, does so in single precision whatever goes
  /// in; the result is of the kind of the first operand.
  private Value inSingle(
      String name, BiFunction<String, List<Value>, Value> operator, Value... operands) {
    var kind = operands[0].kind();
    if (kind == Value.Kind.FLOAT) {
      return operator.apply(name, List.of(operands));
    }
    var wide = Arrays.stream(operands).map(x -> single(name + "/" + x.name(), x)).toList();
    return as(name, operator.apply(name + ".single", wide), kind);
  }

  /// A long short-term memory, in each direction that the weights have.
  ///
  /// @param x frames × batch × inputs
  /// @param input directions × 4·hidden × inputs, gates in the order input, output, forget, cell
  /// @param recurrent directions × 4·hidden × hidden
  /// @param bias directions × 8·hidden: that of the inputs, then that of the recurrence
  /// @return frames × directions × batch × hidden
  public Value lstm(String name, Value x, Value input, Value recurrent, Value bias) {
    long directions = recurrent.size(0);
    long hidden = recurrent.size(2);
    require(x.rank() == 3 && x.size(2) == input.size(2), name);
    require(recurrent.size(1) == 4 * hidden && input.size(1) == 4 * hidden, name);
    require(bias.size(1) == 8 * hidden && input.size(0) == directions, name);
    var shape = List.of(x.axis(0), Axis.of(directions), x.axis(1), Axis.of(hidden));
    return graph.node(
        "LSTM",
        result(name, x, shape),
        List.of(x, input, recurrent, bias),
        Attribute.of("hidden_size", hidden),
        Attribute.of("direction", directions == 2 ? "bidirectional" : "forward"));
  }

  /// What a long short-term memory gives, and what it remembers at the end.
  ///
  /// @param states frames × 1 × batch × hidden
  /// @param hidden, cell 1 × batch × hidden
  public record Remembering(Value states, Value hidden, Value cell) {}

  /// One that goes on from what it remembers, in one direction.
  ///
  /// @param x frames × batch × inputs
  /// @param weights those of [#lstm]: of the inputs, of the recurrence, biases
  /// @param before what it remembers: hidden and cell, each 1 × batch × hidden
  public Remembering lstm(String name, Value x, List<Value> weights, List<Value> before) {
    var recurrent = weights.get(1);
    long hidden = recurrent.size(2);
    require(recurrent.size(0) == 1 && recurrent.size(1) == 4 * hidden, name);
    require(weights.get(0).size(1) == 4 * hidden && x.size(2) == weights.get(0).size(2), name);
    require(weights.get(2).size(1) == 8 * hidden, name);
    for (var state : before) {
      require(state.rank() == 3 && state.size(0) == 1 && state.size(2) == hidden, name);
      require(mayBeEqual(state.axis(1), x.axis(1)), name);
    }
    var one = Axis.of(1);
    var width = Axis.of(hidden);
    var results =
        new Remembering(
            result(name, x, List.of(x.axis(0), one, x.axis(1), width)),
            result(name + ".hidden", x, List.of(one, x.axis(1), width)),
            result(name + ".cell", x, List.of(one, x.axis(1), width)));
    var operands = new ArrayList<>(List.of(x));
    operands.addAll(weights);
    operands.add(OnnxGraph.ABSENT); // lengths of the batch: all the same
    operands.addAll(before);
    graph.node(
        "LSTM",
        List.of(name, results.hidden().name(), results.cell().name()),
        operands,
        Attribute.of("hidden_size", hidden));
    return results;
  }

  private Value elementwise(String operator, String name, Value x, Attribute... attributes) {
    return graph.node(operator, result(name, x, x.shape()), List.of(x), attributes);
  }

  private Value broadcast(String operator, String name, Value a, Value b) {
    int rank = Math.max(a.rank(), b.rank());
    var shape = new ArrayList<Axis>();
    for (int axis = 0; axis < rank; axis++) {
      shape.add(
          stretched(name, axisOf(a, axis - rank + a.rank()), axisOf(b, axis - rank + b.rank())));
    }
    require(a.kind() == b.kind(), name);
    return graph.node(operator, graph.value(name, a.kind(), shape), List.of(a, b));
  }

  private static Axis axisOf(Value value, int axis) {
    return axis < 0 ? Axis.of(1) : value.axis(axis);
  }

  private static Axis stretched(String name, Axis a, Axis b) {
    var one = Axis.of(1);
    require(mayBeEqual(a, b) || a.equals(one) || b.equals(one), name);
    return a.equals(one) ? b : a;
  }

  /// Whether a named axis turns out equal is known only when the model runs.
  private static boolean mayBeEqual(Axis a, Axis b) {
    return a instanceof Axis.Named || b instanceof Axis.Named || a.equals(b);
  }

  /// Of the kind of `like`.
  private Value result(String name, Value like, List<Axis> shape) {
    return graph.value(name, like.kind(), shape);
  }

  static void require(boolean fits, String name) {
    if (!fits) {
      throw new ShapeException(name);
    }
  }
}
