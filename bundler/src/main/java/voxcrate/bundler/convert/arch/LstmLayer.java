package voxcrate.bundler.convert.arch;

import java.util.List;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;

/// One layer of torch's LSTM as an ONNX LSTM.
///
/// torch stacks the gates as input, forget, cell, output; ONNX as input, output, forget, cell. The
/// second direction runs backwards and has names ending in `_reverse`.
final class LstmLayer {
  /// Which of torch's gates comes first, second, … in ONNX.
  private static final int[] GATE_ORDER = {0, 3, 1, 2};

  private static final int GATES = GATE_ORDER.length;

  private final TensorStore weights;
  private final int layer;
  private final List<String> directions;
  private final int hidden;

  LstmLayer(TensorStore weights, int layer) {
    this.weights = weights;
    this.layer = layer;
    boolean bidirectional = weights.find("lstm.weight_ih_l" + layer + "_reverse").isPresent();
    this.directions = bidirectional ? List.of("", "_reverse") : List.of("");
    this.hidden = weights.get("lstm.weight_hh_l" + layer).axis(1);
  }

  /// @param x frames × batch × inputs
  /// @return frames × batch × directions·hidden
  Value on(Value x, OnnxGraph graph, Operators operators) {
    var name = "lstm." + layer;
    int inputs = (int) x.size(2);
    var states =
        operators.lstm(
            name,
            x,
            graph.weights(
                name + ".input", stacked("weight_ih", inputs), count(), 4L * hidden, inputs),
            graph.weights(
                name + ".recurrent", stacked("weight_hh", hidden), count(), 4L * hidden, hidden),
            graph.weights(name + ".bias", biases(), count(), 8L * hidden));
    // frames × directions × batch × hidden
    var batchFirst = operators.transpose(name + ".transposed", states, 0, 2, 1, 3);
    return operators.joinAxes(name + ".states", batchFirst, 2);
  }

  private int count() {
    return directions.size();
  }

  /// The matrices of all directions, one after the other.
  private float[] stacked(String matrix, int columns) {
    int block = GATES * hidden * columns;
    var all = new float[directions.size() * block];
    for (int d = 0; d < directions.size(); d++) {
      var tensor = weights.get(tensorName(matrix, d), (long) GATES * hidden, columns);
      reorderGates(tensor.floats(), all, d * block, hidden * columns);
    }
    return all;
  }

  private float[] biases() {
    int block = GATES * hidden;
    var all = new float[directions.size() * 2 * block];
    for (int d = 0; d < directions.size(); d++) {
      var ofInputs = weights.get(tensorName("bias_ih", d), block).floats();
      var ofRecurrence = weights.get(tensorName("bias_hh", d), block).floats();
      reorderGates(ofInputs, all, 2 * d * block, hidden);
      reorderGates(ofRecurrence, all, (2 * d + 1) * block, hidden);
    }
    return all;
  }

  private String tensorName(String kind, int direction) {
    return "lstm." + kind + "_l" + layer + directions.get(direction);
  }

  static void reorderGates(float[] torch, float[] onnx, int at, int gateElements) {
    for (int gate = 0; gate < GATES; gate++) {
      System.arraycopy(
          torch, GATE_ORDER[gate] * gateElements, onnx, at + gate * gateElements, gateElements);
    }
  }
}
