package voxcrate.bundler.convert.checkpoint;

/// A `.npy` file that breaks a rule of the format, or is of a kind that is not read.
final class NpyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NpyException(String message) {
    super(message);
  }
}
