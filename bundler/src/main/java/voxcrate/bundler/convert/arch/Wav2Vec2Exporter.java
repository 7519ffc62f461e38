package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.Axis;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Operators.Sliding;
import voxcrate.bundler.convert.onnx.Steps;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.settings.Wav2Vec2Settings;
import voxcrate.model.Precision;

/// wav2vec 2.0 with a CTC head (Baevski et al. 2020, figure 1; tensors named as Transformers does):
/// convolutions turn samples into frames, a convolution along the frames tells their positions, a
/// transformer looks at all of them, a linear layer scores the labels. Sizes and numbers of layers
/// are those of the tensors.
public final class Wav2Vec2Exporter {
  /// torch's default, for the norms of the extractor.
  private static final double EXTRACTOR_EPSILON = 1e-5;

  private final TensorStore weights;
  private final Wav2Vec2Settings settings;
  private final NamedLayers layers;
  private final OnnxGraph graph;
  private final Operators operators;

  public Wav2Vec2Exporter(
      TensorStore weights, Wav2Vec2Settings settings, Precision precision, Steps steps) {
    this.weights = weights;
    this.settings = settings;
    this.layers = new NamedLayers("Wav2Vec2ForCTC", weights, precision, steps);
    this.graph = layers.graph();
    this.operators = layers.operators();
  }

  /// Input `waveform`, batch × 1 × samples; output `log_probabilities`, batch × frames × labels.
  public OnnxGraph export() {
    var waveform = graph.input("waveform", Axis.named("batch"), Axis.of(1), Axis.named("samples"));
    var features = extracted(layers.taken(waveform)); // batch × channels × frames
    var sequence = operators.transpose("features", features, 0, 2, 1);
    var projected = projected(sequence); // batch × frames × width
    var positions = new PositionalConvolution(weights, layers);
    var placed =
        new Residual("placed", projected, positions.of(projected, settings.positionGroups()));
    var hidden = settings.preNorm() ? encodedPreNorm(placed) : encodedPostNorm(placed);
    var scores = layers.linear(Wav2Vec2Shape.HEAD, hidden); // batch × frames × labels
    var single = operators.single("scores", scores);
    graph.output(operators.logSoftmax("log_probabilities", single));
    return graph;
  }

  private Value extracted(Value waveform) {
    var x = waveform;
    for (int layer = 0; layer < settings.strides().size(); layer++) {
      var name = Wav2Vec2Shape.EXTRACTOR + layer;
      var convolved =
          layers.convolution(name + ".conv", x, new Sliding(settings.strides().get(layer), 0));
      x = layers.gelu(name, normalised(convolved, layer));
    }
    return x;
  }

  private Value normalised(Value x, int layer) {
    var name = Wav2Vec2Shape.EXTRACTOR + layer + ".layer_norm";
    return switch (settings.extractorNorm()) {
      case FIRST_OVER_TIME -> layer == 0 ? layers.instanceNorm(name, x, EXTRACTOR_EPSILON) : x;
      case ALL_OVER_CHANNELS -> {
        var channelsLast = operators.transpose(name + ".turned", x, 0, 2, 1);
        var normal = layers.layerNorm(name, channelsLast, EXTRACTOR_EPSILON);
        yield operators.transpose(name + ".back", normal, 0, 2, 1);
      }
    };
  }

  private Value projected(Value sequence) {
    var name = Wav2Vec2Shape.PROJECTION;
    var normal = layers.layerNorm(name + "layer_norm", sequence, settings.normEpsilon());
    return layers.linear(name + "projection", normal);
  }

  /// Base models normalise before the first block.
  private Value encodedPostNorm(Residual placed) {
    var x = encoderNorm(placed);
    for (int block = 0; block < Wav2Vec2Shape.blocks(weights); block++) {
      x = block(block).postNorm(x);
    }
    return x;
  }

  /// Large ones after the last.
  private Value encodedPreNorm(Residual placed) {
    var x = placed;
    for (int block = 0; block < Wav2Vec2Shape.blocks(weights); block++) {
      x = block(block).preNorm(x);
    }
    return encoderNorm(x);
  }

  private TransformerBlock block(int number) {
    return new TransformerBlock(Wav2Vec2Shape.BLOCKS + number, layers, BlockForm.of(settings));
  }

  private Value encoderNorm(Residual x) {
    return layers.normed(Wav2Vec2Shape.ENCODER_NORM, x, settings.normEpsilon()).normal();
  }
}
