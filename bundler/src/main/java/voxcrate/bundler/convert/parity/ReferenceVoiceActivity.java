package voxcrate.bundler.convert.parity;

import voxcrate.bundler.convert.checkpoint.VoiceActivityWeights;
import voxcrate.bundler.convert.checkpoint.VoiceActivityWeights.Layer;
import voxcrate.bundler.convert.checkpoint.VoiceActivityWeights.Memory;

/// Silero's voice activity network in double precision, window by window, as its authors' code
/// (`utils_vad.py` and the model's own) goes through a recording.
final class ReferenceVoiceActivity {
  private static final int[] STRIDES = {1, 2, 2, 1};

  private final VoiceActivityWeights weights;
  private final int filter;
  private final Gates gates;
  private final double[] state;
  private final double[] cell;

  ReferenceVoiceActivity(VoiceActivityWeights weights) {
    this.weights = weights;
    this.filter = weights.filterSamples();
    this.gates = Gates.of(weights.memory());
    this.state = new double[weights.memory().size()];
    this.cell = new double[state.length];
  }

  /// The numbers of the memory.
  private static final class Gates {
    private final double[] ofInput;
    private final double[] ofState;
    private final double[] bias;
    private final int[] places;

    /// @param places where input, forget, cell and output gate are stacked
    private Gates(double[] ofInput, double[] ofState, double[] bias, int... places) {
      this.ofInput = ofInput;
      this.ofState = ofState;
      this.bias = bias;
      this.places = places;
    }

    static Gates of(Memory memory) {
      return switch (memory) {
        case Memory.Torch(var ofInput, var ofState, var inputBias, var stateBias) ->
            new Gates(
                ofInput.doubles(),
                ofState.doubles(),
                sum(inputBias.doubles(), 0, stateBias.doubles(), 0, inputBias.axis(0)),
                0,
                1,
                2,
                3);
        case Memory.Onnx(var ofInput, var ofState, var biases) -> {
          int half = biases.axis(1) / 2;
          var both = biases.doubles();
          yield new Gates(
              ofInput.doubles(), ofState.doubles(), sum(both, 0, both, half, half), 0, 2, 3, 1);
        }
      };
    }

    private static double[] sum(double[] a, int fromA, double[] b, int fromB, int count) {
      var sum = new double[count];
      for (int i = 0; i < count; i++) {
        sum[i] = a[fromA + i] + b[fromB + i];
      }
      return sum;
    }
  }

  /// One probability for each whole window of 32 ms; silence before the first.
  double[] probabilities(float[] waveform) {
    int window = 2 * filter;
    var probabilities = new double[waveform.length / window];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = next(framed(waveform, i * window));
    }
    return probabilities;
  }

  /// A quarter filter of what came before, the window, and a quarter filter mirrored at its end.
  private double[] framed(float[] waveform, int from) {
    int quarter = filter / 4;
    var framed = new double[quarter + 2 * filter + quarter];
    int end = quarter + 2 * filter;
    for (int i = 0; i < framed.length; i++) {
      int at = from - quarter + (i < end ? i : 2 * (end - 1) - i);
      framed[i] = at < 0 ? 0 : waveform[at];
    }
    return framed;
  }

  private double next(double[] samples) {
    var x = magnitudes(samples);
    for (int i = 0; i < STRIDES.length; i++) {
      x = convolved(x, weights.encoder().get(i), STRIDES[i]);
    }
    remember(x);
    var row = weights.output().weight().doubles();
    double score = weights.output().bias().doubles()[0];
    for (int i = 0; i < state.length; i++) {
      score += row[i] * Math.max(0, state[i]);
    }
    return sigmoid(score);
  }

  /// bands × frames
  private Matrix magnitudes(double[] samples) {
    var filters = weights.spectrum().doubles();
    int bands = filter / 2 + 1;
    var spectrum = new Matrix(bands, (samples.length - filter) / (filter / 2) + 1);
    for (int band = 0; band < bands; band++) {
      for (int frame = 0; frame < spectrum.columns; frame++) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < filter; i++) {
          double sample = samples[frame * (filter / 2) + i];
          real += filters[band * filter + i] * sample;
          imaginary += filters[(bands + band) * filter + i] * sample;
        }
        spectrum.set(band, frame, Math.hypot(real, imaginary));
      }
    }
    return spectrum;
  }

  /// Three taps, zeros around, what is negative cut off.
  private static Matrix convolved(Matrix x, Layer layer, int stride) {
    var taps = layer.weight().doubles();
    var bias = layer.bias().doubles();
    var y = new Matrix(bias.length, (x.columns - 1) / stride + 1);
    for (int out = 0; out < y.rows; out++) {
      for (int frame = 0; frame < y.columns; frame++) {
        double sum = bias[out];
        for (int in = 0; in < x.rows; in++) {
          for (int tap = 0; tap < 3; tap++) {
            int at = frame * stride + tap - 1;
            if (at >= 0 && at < x.columns) {
              sum += taps[(out * x.rows + in) * 3 + tap] * x.get(in, at);
            }
          }
        }
        y.set(out, frame, Math.max(0, sum));
      }
    }
    return y;
  }

  /// Hochreiter and Schmidhuber's equations with a forget gate.
  private void remember(Matrix features) {
    var before = state.clone();
    for (int i = 0; i < state.length; i++) {
      double input = sigmoid(gate(0, i, features, before));
      double forget = sigmoid(gate(1, i, features, before));
      double candidate = Math.tanh(gate(2, i, features, before));
      double output = sigmoid(gate(3, i, features, before));
      cell[i] = forget * cell[i] + input * candidate;
      state[i] = output * Math.tanh(cell[i]);
    }
  }

  /// @param gate input, forget, cell, output
  private double gate(int gate, int unit, Matrix features, double[] before) {
    int row = gates.places[gate] * before.length + unit;
    return gates.bias[row]
        + product(gates.ofInput, row, features.numbers)
        + product(gates.ofState, row, before);
  }

  private static double product(double[] matrix, int row, double[] vector) {
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += matrix[row * vector.length + i] * vector[i];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
