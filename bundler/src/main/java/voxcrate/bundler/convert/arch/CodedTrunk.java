package voxcrate.bundler.convert.arch;

import java.util.Map;
import voxcrate.bundler.convert.arch.ResNetShape.ConvolutionName;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.CodeRange;
import voxcrate.bundler.convert.onnx.CodedOperators;
import voxcrate.bundler.convert.onnx.CodedOperators.Coded;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Operators.Sliding;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.onnx.Value.Kind;

/// Layers of a trunk with weights and images of 8 bits, the images by ranges that were found
/// before: to look for a range while the graph runs takes longer than the convolution.
///
/// Each filter has a scale of its own; of its bits, seven are used (see [CodedMatrix]).
final class CodedTrunk implements TrunkLayers<CodedTrunk.Image> {
  private static final int LARGEST_CODE = 63;

  /// What sums of 32 bits hold, and room for the products that come to it.
  private static final long LARGEST_SUM = 1 << 30;

  private final TensorStore weights;
  private final OnnxGraph graph;
  private final CodedOperators operators;
  private final Map<String, CodeRange> ranges;

  /// @param ranges of the images, by the names that [PlainTrunk] gives them
  CodedTrunk(
      TensorStore weights, OnnxGraph graph, Operators operators, Map<String, CodeRange> ranges) {
    this.weights = weights;
    this.graph = graph;
    this.operators = new CodedOperators(graph, operators);
    this.ranges = Map.copyOf(ranges);
  }

  /// @param range of the numbers that the codes stand for
  record Image(Coded coded, CodeRange range) {}

  Image encoded(Value image) {
    var range = range(image.name());
    return new Image(operators.encode(image.name() + ".codes", image, range), range);
  }

  Value decoded(String name, Image image) {
    return operators.decode(name, image.coded());
  }

  @Override
  public Image convolution(Image x, ConvolutionName names, int stride) {
    return convolved(names.norm(), x, names, stride);
  }

  @Override
  public Image rectifiedConvolution(String name, Image x, ConvolutionName names, int stride) {
    return convolved(name, x, names, stride);
  }

  /// A range of numbers that were rectified begins at 0: the codes cut negative ones off.
  @Override
  public Image rectifiedSum(String name, Image a, Image b) {
    var range = range(name);
    return new Image(operators.add(name, a.coded(), b.coded(), range), range);
  }

  private Image convolved(String name, Image x, ConvolutionName names, int stride) {
    var folded = new FoldedConvolution(weights, names);
    var scales = scales(folded);
    var range = range(name);
    var made =
        operators.convolution(
            name,
            x.coded(),
            kernel(names, folded, scales),
            bias(folded.bias(), scales, x.range().scale()),
            new Sliding(stride, folded.size() / 2),
            range);
    return new Image(made, range);
  }

  private static float[] scales(FoldedConvolution folded) {
    int taps = folded.kernel().length / folded.filters();
    var scales = new float[folded.filters()];
    for (int filter = 0; filter < scales.length; filter++) {
      scales[filter] = SymmetricCodes.scale(folded.kernel(), filter * taps, taps, LARGEST_CODE);
    }
    return scales;
  }

  private Coded kernel(ConvolutionName names, FoldedConvolution folded, float[] scales) {
    int filters = folded.filters();
    int taps = folded.kernel().length / filters;
    var codes = new byte[folded.kernel().length];
    for (int tap = 0; tap < codes.length; tap++) {
      codes[tap] = SymmetricCodes.code(folded.kernel()[tap], scales[tap / taps]);
    }
    var name = names.kernel();
    return new Coded(
        graph.codes(name, Kind.INT8, () -> codes, folded.shape()),
        graph.weights(name + ".scale", scales, filters),
        graph.codes(name + ".zero", Kind.INT8, () -> new byte[filters], filters));
  }

  private static long[] bias(float[] bias, float[] scales, float imageScale) {
    var sums = new long[bias.length];
    for (int filter = 0; filter < sums.length; filter++) {
      double unit = (double) scales[filter] * imageScale;
      sums[filter] = Math.clamp(Math.round(bias[filter] / unit), -LARGEST_SUM, LARGEST_SUM);
    }
    return sums;
  }

  private CodeRange range(String name) {
    var range = ranges.get(name);
    if (range == null) {
      throw new IllegalArgumentException("no range of " + name);
    }
    return range;
  }
}
