package voxcrate.bundler.convert.onnx;

/// The operands of a node do not fit together. In an architecture that is right, the tensors of the
/// checkpoint are to blame.
public final class ShapeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShapeException(String node) {
    super("the operands of " + node + " do not fit together");
  }
}
