package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Operators.Sliding;
import voxcrate.bundler.convert.onnx.Steps;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.onnx.Value.Kind;
import voxcrate.model.Precision;

/// torch's layers by the names of their tensors, `NAME.weight` and `NAME.bias`.
final class NamedLayers {
  private static final float ROOT_2 = (float) Math.sqrt(2);

  private final Precision precision;
  private final TensorStore weights;
  private final OnnxGraph graph;
  private final Constants constants;
  private final Operators operators;
  private final CodedLayers coded;

  /// For a graph of their own.
  ///
  /// @param architecture that the graph is called after
  NamedLayers(String architecture, TensorStore weights, Precision precision, Steps steps) {
    this.precision = precision;
    this.weights = weights;
    this.graph = new OnnxGraph(architecture);
    this.operators = new Operators(graph, steps);
    this.constants = Constants.of(precision, weights, graph, operators);
    this.coded = new CodedLayers(weights, graph, operators);
  }

  OnnxGraph graph() {
    return graph;
  }

  Constants constants() {
    return constants;
  }

  /// What the layers compute in.
  Precision precision() {
    return precision;
  }

  Operators operators() {
    return operators;
  }

  /// What goes into a memory, which has single precision like all that enters and leaves.
  Value kept(Value made) {
    return operators.single(made.name() + ".kept", made);
  }

  /// An input of the graph, which has single precision, as the layers want it.
  Value taken(Value input) {
    return operators.as(input.name() + ".taken", input, kind());
  }

  private Kind kind() {
    return precision == Precision.F16 ? Kind.FLOAT16 : Kind.FLOAT;
  }

  /// What a result is called that [#given] makes an output of the graph.
  String inside(String output) {
    return precision == Precision.F16 ? output + ".half" : output;
  }

  /// An output of the graph, which has single precision.
  Value given(String output, Value made) {
    return operators.single(output, made);
  }

  Value linear(String name, Value x) {
    return linear(name, x, vector(name + ".bias"));
  }

  Value linearWithoutBias(String name, Value x) {
    return linear(name, x, new Value[0]);
  }

  private Value linear(String name, Value x, Value... bias) {
    return switch (precision) {
      case F32, F16 -> operators.linearAsStored(name, x, matrix(name), bias);
      case INT8 -> coded.linear(name, x, bias);
    };
  }

  /// The vectors of a vocabulary, tokens × width.
  TokenTable table(String tensor, long tokens, long width) {
    weights.get(tensor, tokens, width);
    return switch (precision) {
      case F32, F16 ->
          new TokenTable.Stored(constants.stored(tensor, tokens, width), kind(), operators);
      case INT8 -> new TokenTable.InCodes(coded.matrix(tensor), coded);
    };
  }

  private Value matrix(String name) {
    var matrix = weights.get(name + ".weight");
    return constants.of(name + ".weight", matrix.axis(0), matrix.axis(1));
  }

  /// A sum, and what its norm makes of it.
  record Normed(Value sum, Value normal) {}

  /// For what goes on with both.
  Normed normed(String name, Residual residual, double epsilon) {
    // In half precision ONNX Runtime's one node adds up the statistics in it too.
    return switch (precision == Precision.F16 ? Steps.SINGLE : operators.steps()) {
      case SINGLE -> {
        var sum = operators.add(residual.name(), residual.x(), residual.added());
        yield new Normed(sum, layerNorm(name, sum, epsilon));
      }
      case FUSED -> {
        var both =
            operators.sumAndNorm(
                residual.name(),
                name,
                residual.x(),
                residual.added(),
                vector(name + ".weight"),
                vector(name + ".bias"),
                (float) epsilon);
        yield new Normed(both.getFirst(), both.getLast());
      }
    };
  }

  Value layerNorm(String name, Value x, double epsilon) {
    return operators.layerNorm(
        name, x, vector(name + ".weight"), vector(name + ".bias"), (float) epsilon);
  }

  Value instanceNorm(String name, Value x, double epsilon) {
    return operators.instanceNorm(
        name, x, vector(name + ".weight"), vector(name + ".bias"), (float) epsilon);
  }

  /// With a bias where the checkpoint has one.
  Value convolution(String name, Value x, Sliding sliding) {
    var kernel = weights.get(name + ".weight");
    var filters = constants.of(name + ".weight", kernel.axis(0), kernel.axis(1), kernel.axis(2));
    return weights.find(name + ".bias").isPresent()
        ? operators.convolution(name, x, filters, sliding, vector(name + ".bias"))
        : operators.convolution(name, x, filters, sliding);
  }

  /// `x · ½ · (1 + erf(x / √2))`, the exact form; ONNX Runtime joins these into one operator.
  Value gelu(String name, Value x) {
    var share = operators.erf(name + ".erf", operators.divide(name + ".scaled", x, ROOT_2));
    var doubled =
        operators.multiply(name + ".doubled", x, operators.add(name + ".share", share, 1));
    return operators.multiply(name, doubled, 0.5f);
  }

  /// Two linear layers, GELU between them.
  Value feedForward(String wide, String narrow, Value x) {
    return linear(narrow, gelu(wide + ".gelu", linear(wide, x)));
  }

  Value vector(String name) {
    return constants.of(name, weights.get(name).axis(0));
  }
}
