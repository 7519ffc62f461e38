package voxcrate.bundler.convert.onnx;

/// How much one node of a graph does.
public enum Steps {
  /// One step of the paper's figure, by operators of ONNX itself where it has them.
  SINGLE,
  /// Several at once where ONNX Runtime has an operator that is measured to be faster: attention
  /// over a whole sequence, and a sum with the norm behind it.
  FUSED
}
