package voxcrate.bundler.convert.parity;

import voxcrate.bundler.convert.checkpoint.TensorStore;

/// One layer of torch's LSTM in double precision, from Hochreiter and Schmidhuber's equations with
/// torch's order of gates: input, forget, cell, output.
final class ReferenceLstm {
  private final TensorStore weights;
  private final int layer;

  ReferenceLstm(TensorStore weights, int layer) {
    this.weights = weights;
    this.layer = layer;
  }

  /// @param frames frames × inputs
  /// @return frames × (hidden forwards, then hidden backwards)
  Matrix run(Matrix frames) {
    var forwards = direction(frames, "_l" + layer, false);
    var backwards = "_l" + layer + "_reverse";
    if (weights.find("lstm.weight_ih" + backwards).isEmpty()) {
      return forwards;
    }
    return beside(forwards, direction(frames, backwards, true));
  }

  private Matrix direction(Matrix frames, String suffix, boolean reverse) {
    var ofInput = weights.get("lstm.weight_ih" + suffix).doubles();
    var ofState = weights.get("lstm.weight_hh" + suffix).doubles();
    var inputBias = weights.get("lstm.bias_ih" + suffix).doubles();
    var stateBias = weights.get("lstm.bias_hh" + suffix).doubles();
    int hidden = inputBias.length / 4;
    var states = new Matrix(frames.rows, hidden);
    var state = new double[hidden];
    var cell = new double[hidden];
    for (int step = 0; step < frames.rows; step++) {
      int t = reverse ? frames.rows - 1 - step : step;
      var gates = new double[4 * hidden];
      for (int g = 0; g < gates.length; g++) {
        double sum = inputBias[g] + stateBias[g];
        for (int i = 0; i < frames.columns; i++) {
          sum += ofInput[g * frames.columns + i] * frames.get(t, i);
        }
        for (int h = 0; h < hidden; h++) {
          sum += ofState[g * hidden + h] * state[h];
        }
        gates[g] = sum;
      }
      for (int h = 0; h < hidden; h++) {
        double input = sigmoid(gates[h]);
        double forget = sigmoid(gates[hidden + h]);
        double candidate = Math.tanh(gates[2 * hidden + h]);
        double output = sigmoid(gates[3 * hidden + h]);
        cell[h] = forget * cell[h] + input * candidate;
        state[h] = output * Math.tanh(cell[h]);
        states.set(t, h, state[h]);
      }
    }
    return states;
  }

  private static Matrix beside(Matrix left, Matrix right) {
    var both = new Matrix(left.rows, left.columns + right.columns);
    for (int t = 0; t < both.rows; t++) {
      for (int c = 0; c < both.columns; c++) {
        both.set(t, c, c < left.columns ? left.get(t, c) : right.get(t, c - left.columns));
      }
    }
    return both;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
