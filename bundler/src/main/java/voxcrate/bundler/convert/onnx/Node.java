package voxcrate.bundler.convert.onnx;

import java.util.List;

/// One operation of a graph; `output` is also the node's name.
///
/// @param domain empty for the operators of ONNX itself
record Node(
    String domain, String operator, List<Value> inputs, String output, List<Attribute> attributes) {
  /// Operators that ONNX Runtime has beyond those of ONNX.
  static final String ONNX_RUNTIME = "com.microsoft";

  Node {
    inputs = List.copyOf(inputs);
    attributes = List.copyOf(attributes);
  }
}
