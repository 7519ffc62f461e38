package voxcrate.bundler.convert.arch;

import java.util.ArrayList;
import java.util.List;
import voxcrate.bundler.convert.checkpoint.TensorStore;

/// How SincNet turns samples into frames.
///
/// @param sampleRate in hertz
/// @param stride of the first convolution, in samples
/// @param kernels sizes of the three convolutions
public record SincNetShape(int sampleRate, int stride, List<Integer> kernels) {
  /// Convolutions, each followed by a pooling.
  public static final int LAYERS = 3;

  /// Size and stride of each pooling.
  public static final int POOL = 3;

  public SincNetShape {
    kernels = List.copyOf(kernels);
  }

  public static SincNetShape of(TensorStore weights, int sampleRate, int stride) {
    var kernels = new ArrayList<Integer>();
    kernels.add(new SincFilters(weights, sampleRate).kernel());
    for (int layer = 1; layer < LAYERS; layer++) {
      kernels.add(weights.get("sincnet.conv1d." + layer + ".weight").axis(2));
    }
    return new SincNetShape(sampleRate, stride, kernels);
  }

  /// From one frame to the next.
  public int frameStepSamples() {
    int step = stride;
    for (int layer = 0; layer < LAYERS; layer++) {
      step *= POOL;
    }
    return step;
  }

  /// How many samples one frame sees: each layer widens what the one before it saw.
  public long frameFieldSamples() {
    long field = 1;
    long step = 1;
    for (int layer = 0; layer < LAYERS; layer++) {
      field += (kernels.get(layer) - 1) * step;
      step *= layer == 0 ? stride : 1;
      field += (POOL - 1) * step;
      step *= POOL;
    }
    return field;
  }
}
