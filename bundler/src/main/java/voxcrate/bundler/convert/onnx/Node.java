package voxcrate.bundler.convert.onnx;

import java.util.List;

/// One operation of a graph; `output` is also the node's name.
record Node(String operator, List<Value> inputs, String output, List<Attribute> attributes) {
  Node {
    inputs = List.copyOf(inputs);
    attributes = List.copyOf(attributes);
  }
}
