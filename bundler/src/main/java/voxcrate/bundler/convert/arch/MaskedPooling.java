package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;

/// Weighted statistics pooling (pyannote.audio's `StatsPool`): mean and deviation of each column
/// over the frames where a speaker is active.
///
/// ```
/// v1 = Σw + 1e-8      v2 = Σw²
/// mean = Σ w·x / v1   var = Σ w·(x - mean)² / (v1 - v2/v1 + 1e-8)
/// ```
///
/// The deviations are taken from the mean itself: in float32 the shortcut over Σ w·x² cancels.
final class MaskedPooling {
  private static final float EPSILON = 1e-8f;

  private final OnnxGraph graph;
  private final Operators operators;

  MaskedPooling(OnnxGraph graph, Operators operators) {
    this.graph = graph;
    this.operators = operators;
  }

  /// @param columns batch × columns × frames
  /// @param masks batch × speakers × frames
  /// @return batch × speakers × 2·columns: the means, then the deviations
  Value of(Value columns, Value masks) {
    var epsilon = graph.weights("pool.epsilon", new float[] {EPSILON}, 1);
    var x = operators.insertAxis("pool.x", columns, 1); // batch × 1 × columns × frames
    var w = operators.insertAxis("pool.w", masks, 2); // batch × speakers × 1 × frames

    // batch × speakers × 1
    var v1 = operators.add("pool.v1", operators.sumLast("pool.sum", w), epsilon);
    var v2 = operators.sumLast("pool.v2", operators.multiply("pool.w_squared", w, w));
    var ratio = operators.divide("pool.ratio", v2, v1);
    var freedom =
        operators.add("pool.freedom", operators.subtract("pool.difference", v1, ratio), epsilon);

    // batch × speakers × columns
    var weighted = operators.sumLast("pool.weighted", operators.multiply("pool.wx", w, x));
    var mean = operators.divide("pool.mean", weighted, v1);

    // batch × speakers × columns × frames
    var deviation =
        operators.subtract("pool.deviation", x, operators.insertAxis("pool.m", mean, 3));
    var squared = operators.multiply("pool.squared", deviation, deviation);
    var spread = operators.sumLast("pool.spread", operators.multiply("pool.w_spread", w, squared));
    var variance = operators.divide("pool.variance", spread, freedom);
    return operators.concat("pool", 2, mean, operators.sqrt("pool.std", variance));
  }
}
