package voxcrate.engine.onnx;

/// What the native runtime says when it cannot go on.
final class RuntimeApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RuntimeApiException(String said) {
    super(said);
  }
}
