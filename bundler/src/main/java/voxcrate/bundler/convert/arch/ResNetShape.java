package voxcrate.bundler.convert.arch;

import java.util.Set;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.refusal.Refusal;

/// The parts of a WeSpeaker ResNet34 and the names of their tensors.
public final class ResNetShape {
  static final int GROUPS = 4;

  /// A convolution and the batch norm behind it.
  record ConvolutionName(String kernel, String norm) {}

  static final ConvolutionName STEM = new ConvolutionName("resnet.conv1.weight", "resnet.bn1");

  private static final int STRIDE = 2;
  private static final Set<String> OTHER_RESNETS =
      Set.of("resnet.layer1.0.conv3.weight", "resnet.seg_2.weight");

  private ResNetShape() {}

  /// @throws voxcrate.problem.ToolException for WeSpeaker's other networks
  public static void check(TensorStore weights) {
    for (var name : OTHER_RESNETS) {
      if (weights.find(name).isPresent()) {
        throw Refusal.architecture(
            weights.file(), "another ResNet than ResNet34 with one embedding layer: " + name);
      }
    }
  }

  /// Filter-bank frames to one trunk frame, and bins to one row: each group but the first halves.
  public static int trunkStride() {
    return 1 << (GROUPS - 1);
  }

  /// Frames of the trunk for so many of the filter bank: each halving rounds up.
  public static int trunkFrames(int frames) {
    return Math.ceilDiv(frames, trunkStride());
  }

  static int blocks(TensorStore weights, int group) {
    return weights.count("resnet.layer" + group + ".%d.conv1.weight");
  }

  static int stride(int group, int block) {
    return group > 1 && block == 0 ? STRIDE : 1;
  }

  static ConvolutionName convolution(String block, int number) {
    return new ConvolutionName(block + ".conv" + number + ".weight", block + ".bn" + number);
  }

  static ConvolutionName shortcut(String block) {
    return new ConvolutionName(block + ".shortcut.0.weight", block + ".shortcut.1");
  }

  /// Bins of the filter bank, worked out from the embedding layer's inputs: mean and deviation of
  /// each channel and row.
  public static int bins(TensorStore weights) {
    int inputs = weights.get("resnet.seg_1.weight").axis(1);
    int lastBlock = Math.max(0, blocks(weights, GROUPS) - 1);
    var last = convolution("resnet.layer" + GROUPS + "." + lastBlock, 2);
    int channels = weights.get(last.kernel()).axis(0);
    return inputs / (2 * channels) * trunkStride();
  }

  public static int dimension(TensorStore weights) {
    return weights.get("resnet.seg_1.weight").axis(0);
  }
}
