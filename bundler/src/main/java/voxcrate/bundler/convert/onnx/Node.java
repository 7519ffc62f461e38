package voxcrate.bundler.convert.onnx;

import java.util.List;

/// One operation of a graph.
///
/// @param domain empty for the operators of ONNX itself
/// @param outputs names of the results, empty for those that nobody needs; the first is also the
///     node's name
record Node(
    String domain,
    String operator,
    List<Value> inputs,
    List<String> outputs,
    List<Attribute> attributes) {
  /// Operators that ONNX Runtime has beyond those of ONNX.
  static final String ONNX_RUNTIME = "com.microsoft";

  Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = List.copyOf(attributes);
  }
}
