package voxcrate.bundler.convert.arch;

import java.util.Map;
import java.util.function.UnaryOperator;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.Axis;
import voxcrate.bundler.convert.onnx.CodeRange;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.onnx.Value.Kind;

/// WeSpeaker's ResNet34 (Wang et al. 2023), the speaker embedding of pyannote's pipelines: a trunk
/// of residual blocks over the filter-bank image, statistics pooling under a speaker's mask, one
/// linear layer. Widths and numbers of blocks are those of the tensors.
///
/// The masks come in as `weights`, several speakers at once: only the pooling depends on them, so
/// the trunk is computed once for all.
public final class ResNetExporter {
  /// What the names of outputs with extreme numbers begin with.
  public static final String LEAST = "least/";

  public static final String MOST = "most/";

  private static final int FIRST_CODED = 2;

  private final TensorStore weights;
  private final int bins;
  private final OnnxGraph graph = new OnnxGraph("WeSpeakerResNet34");
  private final Operators operators = new Operators(graph);
  private final PlainTrunk plain;

  /// @param bins of the filter bank
  public ResNetExporter(TensorStore weights, int bins) {
    this.weights = weights;
    this.bins = bins;
    this.plain = new PlainTrunk(weights, graph, operators);
  }

  /// Inputs `features`, batch × filter-bank frames × bins, and `weights`, batch × speakers × trunk
  /// frames; output `embeddings`, batch × speakers × dimension.
  public OnnxGraph export() {
    graph.output(embeddings(image -> groups(plain, 1, stem(image))));
    return graph;
  }

  /// The trunk in half precision. The pooling sums up and takes small differences, and keeps
  /// single precision, with the one layer behind it.
  public OnnxGraph exportInHalf() {
    graph.output(
        embeddings(
            image -> {
              var half = operators.as("image.half", image, Kind.FLOAT16);
              return operators.single("trunk", groups(plain, 1, stem(half)));
            }));
    return graph;
  }

  /// The trunk in codes of 8 bits, but for its beginning: the first group is where coding costs
  /// most of the accuracy, and has a fifth of the work.
  ///
  /// @param ranges of the images inside, as [#exportForRanges] makes them known
  public OnnxGraph exportCoded(Map<String, CodeRange> ranges) {
    var coded = new CodedTrunk(weights, graph, operators, ranges);
    graph.output(
        embeddings(
            image -> {
              var first = coded.encoded(group(plain, 1, stem(image)));
              return coded.decoded("trunk", groups(coded, FIRST_CODED, first));
            }));
    return graph;
  }

  /// The network as it is, with two more outputs for each image inside that may be coded: its
  /// smallest and its largest number, of one element, named [#LEAST] and [#MOST] and the image.
  public OnnxGraph exportForRanges() {
    export();
    for (var image : plain.results()) {
      graph.output(operators.least(LEAST + image.name(), image));
      graph.output(operators.most(MOST + image.name(), image));
    }
    return graph;
  }

  /// @param trunk makes batch × channels × bins/8 × trunk frames of the filter bank's image
  private Value embeddings(UnaryOperator<Value> trunk) {
    var batch = Axis.named("batch");
    var features = graph.input("features", batch, Axis.named("frames"), Axis.of(bins));
    var masks = graph.input("weights", batch, Axis.named("speakers"), Axis.named("trunk_frames"));
    var image =
        operators.insertAxis("image", operators.transpose("bins_first", features, 0, 2, 1), 1);
    // batch × channels·bins/8 × trunk frames
    var columns = operators.joinAxes("columns", trunk.apply(image), 1);
    return linear("embeddings", new MaskedPooling(graph, operators).of(columns, masks));
  }

  private Value stem(Value image) {
    return plain.rectifiedConvolution("resnet.stem", image, ResNetShape.STEM, 1);
  }

  private <T> T groups(TrunkLayers<T> layers, int first, T image) {
    var x = image;
    for (int group = first; group <= ResNetShape.GROUPS; group++) {
      x = group(layers, group, x);
    }
    return x;
  }

  private <T> T group(TrunkLayers<T> layers, int group, T image) {
    var x = image;
    for (int block = 0; block < ResNetShape.blocks(weights, group); block++) {
      var name = "resnet.layer" + group + "." + block;
      x = block(layers, name, x, ResNetShape.stride(group, block));
    }
    return x;
  }

  /// Two convolutions, added to the input; where stride or channels change, the input goes through
  /// a 1×1 convolution.
  private <T> T block(TrunkLayers<T> layers, String name, T x, int stride) {
    var first = ResNetShape.convolution(name, 1);
    var activated = layers.rectifiedConvolution(name + ".relu1", x, first, stride);
    var second = layers.convolution(activated, ResNetShape.convolution(name, 2), 1);
    var shortcut = ResNetShape.shortcut(name);
    boolean projected = weights.find(shortcut.kernel()).isPresent();
    var direct = projected ? layers.convolution(x, shortcut, stride) : x;
    return layers.rectifiedSum(name, second, direct);
  }

  /// @param statistics batch × speakers × 2·columns
  private Value linear(String name, Value statistics) {
    var matrix = weights.get("resnet.seg_1.weight");
    int outputs = matrix.axis(0);
    int inputs = matrix.axis(1);
    return operators.linear(
        name,
        statistics,
        graph.weights(
            "seg_1.weight", Matrices.transposed(matrix.floats(), outputs, inputs), inputs, outputs),
        graph.weights("seg_1.bias", weights.get("resnet.seg_1.bias", outputs).floats(), outputs));
  }
}
