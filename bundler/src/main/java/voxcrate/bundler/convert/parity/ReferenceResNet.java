package voxcrate.bundler.convert.parity;

import voxcrate.bundler.convert.checkpoint.TensorStore;

/// WeSpeaker's ResNet34 computed a second time, slowly and in double precision, from He et al.'s
/// equations and the tensors as the checkpoint has them: batch norms stay norms, and each speaker
/// is pooled by the formula. It shares nothing with the exporter.
final class ReferenceResNet {
  private final TensorStore weights;
  private final Image trunk;

  /// @param features frames × bins
  ReferenceResNet(TensorStore weights, float[] features, int frames, int bins) {
    this.weights = weights;
    var image = new Image(1, bins, frames);
    for (int t = 0; t < frames; t++) {
      for (int bin = 0; bin < bins; bin++) {
        image.pixels[bin * frames + t] = features[t * bins + bin];
      }
    }
    this.trunk = trunk(image);
  }

  int trunkFrames() {
    return trunk.columns;
  }

  /// @param masks speakers × trunk frames
  /// @return speakers × dimension, row by row
  double[] embeddings(Matrix masks) {
    var matrix = weights.get("resnet.seg_1.weight");
    var w = matrix.doubles();
    var b = weights.get("resnet.seg_1.bias").doubles();
    var embeddings = new double[masks.rows * b.length];
    for (int speaker = 0; speaker < masks.rows; speaker++) {
      var statistics = pool(masks, speaker);
      for (int d = 0; d < b.length; d++) {
        double sum = b[d];
        for (int i = 0; i < statistics.length; i++) {
          sum += w[d * statistics.length + i] * statistics[i];
        }
        embeddings[speaker * b.length + d] = sum;
      }
    }
    return embeddings;
  }

  private double[] pool(Matrix masks, int speaker) {
    int lines = trunk.channels * trunk.rows;
    double total = 1e-8;
    double squares = 0;
    for (int t = 0; t < trunk.columns; t++) {
      total += masks.get(speaker, t);
      squares += Math.pow(masks.get(speaker, t), 2);
    }
    var statistics = new double[2 * lines];
    for (int line = 0; line < lines; line++) {
      double mean = 0;
      for (int t = 0; t < trunk.columns; t++) {
        mean += masks.get(speaker, t) * trunk.pixels[line * trunk.columns + t] / total;
      }
      double spread = 0;
      for (int t = 0; t < trunk.columns; t++) {
        double deviation = trunk.pixels[line * trunk.columns + t] - mean;
        spread += masks.get(speaker, t) * deviation * deviation;
      }
      statistics[line] = mean;
      statistics[lines + line] = Math.sqrt(spread / (total - squares / total + 1e-8));
    }
    return statistics;
  }

  private Image trunk(Image image) {
    var x = rectified(normalised(convolved(image, "resnet.conv1.weight", 1), "resnet.bn1"));
    for (int layer = 1; layer <= 4; layer++) {
      for (int block = 0; ; block++) {
        var name = "resnet.layer" + layer + "." + block;
        if (weights.find(name + ".conv1.weight").isEmpty()) {
          break;
        }
        x = block(x, name, layer > 1 && block == 0 ? 2 : 1);
      }
    }
    return x;
  }

  private Image block(Image x, String name, int stride) {
    var y = rectified(normalised(convolved(x, name + ".conv1.weight", stride), name + ".bn1"));
    y = normalised(convolved(y, name + ".conv2.weight", 1), name + ".bn2");
    var direct = x;
    if (weights.find(name + ".shortcut.0.weight").isPresent()) {
      direct = normalised(convolved(x, name + ".shortcut.0.weight", stride), name + ".shortcut.1");
    }
    for (int i = 0; i < y.pixels.length; i++) {
      y.pixels[i] += direct.pixels[i];
    }
    return rectified(y);
  }

  /// Row by row: each tap of a kernel adds a shifted, scaled row of the input.
  private Image convolved(Image x, String name, int stride) {
    var kernel = weights.get(name);
    var taps = kernel.doubles();
    int size = kernel.axis(2);
    int pad = (size - 1) / 2;
    int rows = (x.rows + 2 * pad - size) / stride + 1;
    int columns = (x.columns + 2 * pad - size) / stride + 1;
    var y = new Image(kernel.axis(0), rows, columns);
    int at = 0;
    for (int filter = 0; filter < y.channels; filter++) {
      for (int channel = 0; channel < x.channels; channel++) {
        for (int down = -pad; down <= pad; down++) {
          for (int right = -pad; right <= pad; right++) {
            addShifted(x, channel, y, filter, new Tap(taps[at++], down, right, stride));
          }
        }
      }
    }
    return y;
  }

  /// One number of a kernel, and where it sits from the kernel's middle.
  private record Tap(double weight, int down, int right, int stride) {}

  private static void addShifted(Image x, int channel, Image y, int filter, Tap tap) {
    int stride = tap.stride();
    int first = Math.ceilDiv(Math.max(0, -tap.right()), stride);
    int last = Math.min(y.columns - 1, Math.floorDiv(x.columns - 1 - tap.right(), stride));
    for (int row = 0; row < y.rows; row++) {
      int from = row * stride + tap.down();
      if (from >= 0 && from < x.rows) {
        int source = x.row(channel, from) + tap.right();
        int target = y.row(filter, row);
        for (int t = first; t <= last; t++) {
          y.pixels[target + t] += tap.weight() * x.pixels[source + t * stride];
        }
      }
    }
  }

  private Image normalised(Image x, String name) {
    var gain = weights.get(name + ".weight").doubles();
    var shift = weights.get(name + ".bias").doubles();
    var mean = weights.get(name + ".running_mean").doubles();
    var variance = weights.get(name + ".running_var").doubles();
    int size = x.rows * x.columns;
    for (int i = 0; i < x.pixels.length; i++) {
      int c = i / size;
      x.pixels[i] = (x.pixels[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * gain[c] + shift[c];
    }
    return x;
  }

  private static Image rectified(Image x) {
    for (int i = 0; i < x.pixels.length; i++) {
      x.pixels[i] = Math.max(0, x.pixels[i]);
    }
    return x;
  }
}
