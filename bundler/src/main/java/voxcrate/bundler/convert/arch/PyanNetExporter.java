package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.Axis;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Operators.Sliding;
import voxcrate.bundler.convert.onnx.Value;

/// PyanNet, pyannote's segmentation network (Bredin and Laurent 2021, "End-to-end speaker
/// segmentation for overlap-aware resegmentation"): SincNet, bidirectional LSTM layers, linear
/// layers, log-softmax over the powerset of speakers. Sizes and numbers of layers are those of the
/// tensors.
public final class PyanNetExporter {
  private static final float LEAKY_SLOPE = 0.01f;

  /// torch's default for InstanceNorm1d.
  private static final float NORM_EPSILON = 1e-5f;

  private final TensorStore weights;
  private final SincNetShape shape;
  private final OnnxGraph graph = new OnnxGraph("PyanNet");
  private final Operators operators = new Operators(graph);

  public PyanNetExporter(TensorStore weights, SincNetShape shape) {
    this.weights = weights;
    this.shape = shape;
  }

  /// Input `waveform`, batch × 1 × samples; output `log_probabilities`, batch × frames × classes.
  public OnnxGraph export() {
    var waveform = graph.input("waveform", Axis.named("batch"), Axis.of(1), Axis.named("samples"));
    var features = sincNet(waveform); // batch × channels × frames
    var sequence = operators.transpose("sequence", features, 2, 0, 1); // frames × batch × channels
    var states = lstm(sequence); // frames × batch × directions·hidden
    var batchFirst = operators.transpose("states", states, 1, 0, 2);
    var hidden = linears(batchFirst); // batch × frames × hidden
    var scores = linear("classifier", hidden); // batch × frames × classes
    graph.output(operators.logSoftmax("log_probabilities", scores));
    return graph;
  }

  private Value sincNet(Value waveform) {
    var normalised = instanceNorm("sincnet.wav_norm1d", waveform);
    var bands = operators.abs("sincnet.bands", sincConvolution(normalised));
    var x = pooledAndNormalised(bands, 0);
    for (int layer = 1; layer < SincNetShape.LAYERS; layer++) {
      x = pooledAndNormalised(convolution(x, layer), layer);
    }
    return x;
  }

  private Value sincConvolution(Value waveform) {
    var filters = new SincFilters(weights, shape.sampleRate());
    var bank =
        graph.weights("sincnet.filters", filters.bank(), filters.count(), 1, filters.kernel());
    return operators.convolution(
        "sincnet.conv1d.0", waveform, bank, new Sliding(shape.stride(), 0));
  }

  private Value convolution(Value x, int layer) {
    var name = "sincnet.conv1d." + layer;
    var kernel = weights.get(name + ".weight");
    return operators.convolution(
        name,
        x,
        graph.weights(
            name + ".weight", kernel.floats(), kernel.axis(0), kernel.axis(1), kernel.axis(2)),
        Sliding.PLAIN,
        vector(name + ".bias"));
  }

  private Value pooledAndNormalised(Value x, int layer) {
    var pooled = operators.maxPool("sincnet.pool1d." + layer, x, SincNetShape.POOL);
    var normalised = instanceNorm("sincnet.norm1d." + layer, pooled);
    return operators.leakyRelu("sincnet." + layer, normalised, LEAKY_SLOPE);
  }

  private Value instanceNorm(String name, Value x) {
    return operators.instanceNorm(
        name, x, vector(name + ".weight"), vector(name + ".bias"), NORM_EPSILON);
  }

  private Value lstm(Value sequence) {
    var states = sequence;
    for (int layer = 0; layer < weights.count("lstm.weight_ih_l%d"); layer++) {
      states = new LstmLayer(weights, layer).on(states, graph, operators);
    }
    return states;
  }

  private Value linears(Value states) {
    var x = states;
    for (int layer = 0; layer < weights.count("linear.%d.weight"); layer++) {
      var name = "linear." + layer;
      x = operators.leakyRelu(name + ".activated", linear(name, x), LEAKY_SLOPE);
    }
    return x;
  }

  private Value linear(String name, Value x) {
    var matrix = weights.get(name + ".weight");
    int outputs = matrix.axis(0);
    int inputs = matrix.axis(1);
    var turned = Matrices.transposed(matrix.floats(), outputs, inputs);
    return operators.linear(
        name, x, graph.weights(name + ".weight", turned, inputs, outputs), vector(name + ".bias"));
  }

  private Value vector(String name) {
    var tensor = weights.get(name);
    return graph.weights(name, tensor.floats(), tensor.axis(0));
  }
}
