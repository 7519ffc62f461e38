package voxcrate.bundler.convert.onnx;

import java.util.ArrayList;
import java.util.List;
import voxcrate.bundler.convert.onnx.Operators.Sliding;

/// Operators on numbers of 8 bits, each standing for another: `number = scale · (code − zero)`.
///
/// The first argument names the result, and with it the node.
public final class CodedOperators {
  private final OnnxGraph graph;
  private final Operators operators;

  public CodedOperators(OnnxGraph graph, Operators operators) {
    this.graph = graph;
    this.operators = operators;
  }

  /// @param scale one for all codes, or one for each place of an axis
  /// @param zero likewise
  public record Coded(Value codes, Value scale, Value zero) {}

  /// `x · matrix + bias` over the last axis. `x` is coded on the way, by the range that it has in
  /// this run.
  ///
  /// @param matrix inputs × outputs, with a scale for each output
  /// @param bias outputs; absent for none
  public Value linear(String name, Value x, Coded matrix, Value... bias) {
    int last = x.rank() - 1;
    Operators.require(x.size(last) == matrix.codes().size(0), name);
    var shape = new ArrayList<>(x.shape());
    shape.set(last, matrix.codes().axis(1));
    var operands = new ArrayList<>(List.of(x, matrix.codes(), matrix.scale(), matrix.zero()));
    operands.addAll(List.of(bias));
    return graph.runtimeNode(
        "DynamicQuantizeMatMul", graph.value(name, Value.Kind.FLOAT, shape), operands);
  }

  /// The columns of `table` with these numbers, decoded, as rows: what an embedding does with the
  /// matrix that scores its tokens.
  ///
  /// @param table width × tokens, with a scale for each token; its zeros are 0
  /// @param numbers batch × places
  /// @return batch × places × width
  public Value columns(String name, Coded table, Value numbers) {
    var gathered =
        graph.node(
            "Gather",
            graph.value(
                name + ".gathered",
                table.codes().kind(),
                List.of(table.codes().axis(0), numbers.axis(0), numbers.axis(1))),
            List.of(table.codes(), numbers),
            Attribute.of("axis", 1));
    var codes = operators.transpose(name + ".codes", gathered, 1, 2, 0);
    var scales = operators.rows(name + ".scales", table.scale(), numbers);
    return operators.multiply(
        name,
        operators.single(name + ".numbers", codes),
        operators.insertAxis(name + ".scale", scales, 2));
  }

  /// `x` in codes of `range`; what lies beyond becomes its end.
  public Coded encode(String name, Value x, CodeRange range) {
    var scale = scale(name, range);
    var zero = zero(name, range);
    var codes = graph.value(name, Value.Kind.UINT8, x.shape());
    return new Coded(graph.node("QuantizeLinear", codes, List.of(x, scale, zero)), scale, zero);
  }

  public Value decode(String name, Coded x) {
    return graph.node(
        "DequantizeLinear",
        graph.value(name, Value.Kind.FLOAT, x.codes().shape()),
        List.of(x.codes(), x.scale(), x.zero()));
  }

  /// Convolution over all axes after the second. A range that begins at 0 makes it end in a
  /// rectifier.
  ///
  /// @param kernel with a scale for each filter
  /// @param bias one for each filter, in units of the image's scale and its filter's
  public Coded convolution(
      String name, Coded image, Coded kernel, long[] bias, Sliding sliding, CodeRange range) {
    var shape = Operators.slid(name, image.codes(), kernel.codes(), sliding);
    var scale = scale(name, range);
    var zero = zero(name, range);
    var operands =
        List.of(
            image.codes(),
            image.scale(),
            image.zero(),
            kernel.codes(),
            kernel.scale(),
            kernel.zero(),
            scale,
            zero,
            graph.sums(name + ".bias", bias));
    var codes =
        graph.node(
            "QLinearConv",
            graph.value(name, Value.Kind.UINT8, shape),
            operands,
            sliding.attributes(shape.size() - 2));
    return new Coded(codes, scale, zero);
  }

  /// `a + b`, of the same shape. A range that begins at 0 makes it end in a rectifier.
  public Coded add(String name, Coded a, Coded b, CodeRange range) {
    var scale = scale(name, range);
    var zero = zero(name, range);
    var operands =
        List.of(a.codes(), a.scale(), a.zero(), b.codes(), b.scale(), b.zero(), scale, zero);
    var codes = graph.value(name, Value.Kind.UINT8, a.codes().shape());
    return new Coded(graph.runtimeNode("QLinearAdd", codes, operands), scale, zero);
  }

  private Value scale(String name, CodeRange range) {
    return graph.weights(name + ".scale", new float[] {range.scale()});
  }

  private Value zero(String name, CodeRange range) {
    var zero = new byte[] {(byte) range.zero()};
    return graph.codes(name + ".zero", Value.Kind.UINT8, () -> zero);
  }
}
