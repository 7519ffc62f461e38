package voxcrate.bundler.convert.arch;

import java.util.List;
import voxcrate.bundler.convert.checkpoint.Tensor;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Operators.Sliding;
import voxcrate.bundler.convert.onnx.Value;

/// wav2vec 2.0's relative positions: a wide convolution along the frames, in groups of channels.
///
/// Its weights are stored as direction and length of each tap (weight normalisation, Salimans and
/// Kingma 2016): `weight = g · v / ‖v‖`, the norm taken over filters and channels. torch has
/// spelled the two in two ways.
final class PositionalConvolution {
  private static final List<String> LENGTHS =
      List.of(".parametrizations.weight.original0", ".weight_g");
  private static final List<String> DIRECTIONS =
      List.of(".parametrizations.weight.original1", ".weight_v");

  private final TensorStore weights;
  private final NamedLayers layers;
  private final Operators operators;

  PositionalConvolution(TensorStore weights, NamedLayers layers) {
    this.weights = weights;
    this.layers = layers;
    this.operators = layers.operators();
  }

  /// @param x batch × frames × width
  /// @return the same
  Value of(Value x, int groups) {
    var name = Wav2Vec2Shape.POSITIONS;
    var widthFirst = operators.transpose(name + ".turned", x, 0, 2, 1);
    var filters = operators.as(name + ".filters", filters(), x.kind());
    int kernel = (int) filters.size(2);
    // As many frames come out as go in; with an even kernel torch drops the last.
    var sliding = new Sliding(1, kernel / 2, (kernel - 1) / 2, groups);
    var bias = layers.vector(name + ".bias");
    var positions = operators.convolution(name, widthFirst, filters, sliding, bias);
    return operators.transpose(name + ".back", layers.gelu(name + ".gelu", positions), 0, 2, 1);
  }

  /// Worked out by the graph, which points to both parts: ONNX Runtime does it once, when it loads
  /// the graph.
  private Value filters() {
    var name = Wav2Vec2Shape.POSITIONS;
    var direction = direction(weights);
    var directions = single(direction, direction.axis(0), direction.axis(1), direction.axis(2));
    var lengths = single(either(weights, LENGTHS), 1, 1, direction.axis(2));
    var norms = operators.norm(name + ".norms", directions, 0, 1);
    var gains = operators.divide(name + ".gains", lengths, norms);
    return operators.multiply(name + ".weight", directions, gains);
  }

  private Value single(Tensor tensor, long... shape) {
    return operators.single(
        tensor.name() + ".single", layers.constants().stored(tensor.name(), shape));
  }

  /// width × channels of a group × taps
  static Tensor direction(TensorStore weights) {
    return either(weights, DIRECTIONS);
  }

  private static Tensor either(TensorStore weights, List<String> spellings) {
    return spellings.stream()
        .flatMap(spelling -> weights.find(Wav2Vec2Shape.POSITIONS + spelling).stream())
        .findFirst()
        .orElseGet(() -> weights.get(Wav2Vec2Shape.POSITIONS + spellings.getFirst()));
  }
}
