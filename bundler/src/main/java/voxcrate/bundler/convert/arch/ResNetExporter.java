package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.Axis;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;

/// WeSpeaker's ResNet34 (Wang et al. 2023), the speaker embedding of pyannote's pipelines: a trunk
/// of residual blocks over the filter-bank image, statistics pooling under a speaker's mask, one
/// linear layer. Widths and numbers of blocks are those of the tensors.
///
/// The masks come in as `weights`, several speakers at once: only the pooling depends on them, so
/// the trunk is computed once for all.
public final class ResNetExporter {
  private final TensorStore weights;
  private final int bins;
  private final OnnxGraph graph = new OnnxGraph("WeSpeakerResNet34");
  private final Operators operators = new Operators(graph);
  private final FoldedConvolution convolutions;

  /// @param bins of the filter bank
  public ResNetExporter(TensorStore weights, int bins) {
    this.weights = weights;
    this.bins = bins;
    this.convolutions = new FoldedConvolution(weights, graph, operators);
  }

  /// Inputs `features`, batch × filter-bank frames × bins, and `weights`, batch × speakers × trunk
  /// frames; output `embeddings`, batch × speakers × dimension.
  public OnnxGraph export() {
    var batch = Axis.named("batch");
    var features = graph.input("features", batch, Axis.named("frames"), Axis.of(bins));
    var masks = graph.input("weights", batch, Axis.named("speakers"), Axis.named("trunk_frames"));
    var image =
        operators.insertAxis("image", operators.transpose("bins_first", features, 0, 2, 1), 1);
    var trunk = trunk(image); // batch × channels × bins/8 × trunk frames
    var columns = operators.joinAxes("columns", trunk, 1); // batch × channels·bins/8 × trunk frames
    var statistics = new MaskedPooling(graph, operators).of(columns, masks);
    graph.output(linear("embeddings", statistics));
    return graph;
  }

  private Value trunk(Value image) {
    var x = convolutions.on(image, ResNetShape.STEM, 1);
    x = operators.relu("resnet.stem", x);
    for (int group = 1; group <= ResNetShape.GROUPS; group++) {
      int blocks = ResNetShape.blocks(weights, group);
      for (int block = 0; block < blocks; block++) {
        x = block("resnet.layer" + group + "." + block, x, ResNetShape.stride(group, block));
      }
    }
    return x;
  }

  /// Two convolutions, added to the input; where stride or channels change, the input goes through
  /// a 1×1 convolution.
  private Value block(String name, Value x, int stride) {
    var first = convolutions.on(x, ResNetShape.convolution(name, 1), stride);
    var activated = operators.relu(name + ".relu1", first);
    var second = convolutions.on(activated, ResNetShape.convolution(name, 2), 1);
    var shortcut = ResNetShape.shortcut(name);
    boolean projected = weights.find(shortcut.kernel()).isPresent();
    var direct = projected ? convolutions.on(x, shortcut, stride) : x;
    return operators.relu(name, operators.add(name + ".sum", second, direct));
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
