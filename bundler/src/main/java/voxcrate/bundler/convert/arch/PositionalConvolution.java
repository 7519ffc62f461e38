package voxcrate.bundler.convert.arch;

import java.util.List;
import voxcrate.bundler.convert.checkpoint.Tensor;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
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
  private final OnnxGraph graph;
  private final NamedLayers layers;
  private final Operators operators;

  PositionalConvolution(TensorStore weights, OnnxGraph graph, NamedLayers layers) {
    this.weights = weights;
    this.graph = graph;
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

  private Value filters() {
    var direction = either(DIRECTIONS);
    int count = direction.axis(0);
    int channels = direction.axis(1);
    int taps = direction.axis(2);
    weights.get(direction.name(), count, channels, taps);
    var length = weights.get(either(LENGTHS).name(), 1, 1, taps);
    return graph.weights(
        Wav2Vec2Shape.POSITIONS + ".weight",
        () -> scaled(direction.floats(), length.floats()),
        count,
        channels,
        taps);
  }

  private Tensor either(List<String> spellings) {
    return spellings.stream()
        .flatMap(spelling -> weights.find(Wav2Vec2Shape.POSITIONS + spelling).stream())
        .findFirst()
        .orElseGet(() -> weights.get(Wav2Vec2Shape.POSITIONS + spellings.getFirst()));
  }

  /// @param directions filters × channels × taps
  /// @param lengths one a tap
  private static float[] scaled(float[] directions, float[] lengths) {
    int taps = lengths.length;
    var squares = new double[taps];
    for (int i = 0; i < directions.length; i++) {
      squares[i % taps] += (double) directions[i] * directions[i];
    }
    for (int i = 0; i < directions.length; i++) {
      directions[i] = (float) (directions[i] * (lengths[i % taps] / Math.sqrt(squares[i % taps])));
    }
    return directions;
  }
}
