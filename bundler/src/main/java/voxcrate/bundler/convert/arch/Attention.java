package voxcrate.bundler.convert.arch;

import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;

/// Attention of several heads (Vaswani et al. 2017, figure 2): each head weighs what it looks at by
/// how well its keys fit a query, `softmax(q · kᵀ / √d) · v`.
final class Attention {
  private final String name;
  private final NamedLayers layers;
  private final Operators operators;
  private final int heads;
  private final boolean keyBias;

  /// @param name that the tensors' names begin with
  /// @param keyBias whether the keys have a bias; one would change nothing, and Whisper has none
  Attention(String name, NamedLayers layers, int heads, boolean keyBias) {
    this.name = name;
    this.layers = layers;
    this.operators = layers.operators();
    this.heads = heads;
    this.keyBias = keyBias;
  }

  /// What `x` sees of itself.
  ///
  /// @param x batch × places × width
  /// @return the same
  Value within(Value x) {
    return switch (operators.steps()) {
      case SINGLE -> mix(fit(queries(x), keys(name + ".keys", x)), values(name + ".values", x));
      case FUSED -> {
        var queries = layers.linear(name + ".q_proj", x);
        var values = layers.linear(name + ".v_proj", x);
        var mixed = operators.attention(name + ".joined", queries, projectedKeys(x), values, heads);
        yield layers.linear(name + ".out_proj", mixed);
      }
    };
  }

  /// @param x batch × places × width
  /// @return batch × heads × places × d
  Value queries(Value x) {
    return split(name + ".queries", layers.linear(name + ".q_proj", x));
  }

  /// Shaped like the queries; the result is called `result`.
  Value keys(String result, Value x) {
    return split(result, projectedKeys(x));
  }

  private Value projectedKeys(Value x) {
    var projection = name + ".k_proj";
    return keyBias ? layers.linear(projection, x) : layers.linearWithoutBias(projection, x);
  }

  /// Shaped like the queries; the result is called `result`.
  Value values(String result, Value x) {
    return split(result, layers.linear(name + ".v_proj", x));
  }

  private Value split(String result, Value projected) {
    var split = operators.splitLast(projected.name() + ".heads", projected, heads);
    return operators.transpose(result, split, 0, 2, 1, 3);
  }

  /// @return batch × heads × places that ask × places that are looked at
  Value fit(Value queries, Value keys) {
    var turned = operators.transpose(name + ".turned", keys, 0, 1, 3, 2);
    var fit = operators.multiplyMatrices(name + ".fit", queries, turned);
    return operators.divide(name + ".scaled", fit, (float) Math.sqrt((double) queries.size(3)));
  }

  /// @return batch × places that ask × width
  Value mix(Value fit, Value values) {
    var shares = operators.softmax(name + ".shares", fit);
    var mixed = operators.multiplyMatrices(name + ".mixed", shares, values);
    var placesFirst = operators.transpose(name + ".places_first", mixed, 0, 2, 1, 3);
    var joined = operators.joinAxes(name + ".joined", placesFirst, 2);
    return layers.linear(name + ".out_proj", joined);
  }
}
