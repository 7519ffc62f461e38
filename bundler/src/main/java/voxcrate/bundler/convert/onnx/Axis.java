package voxcrate.bundler.convert.onnx;

/// One axis of a value: a fixed size, or a name for a size known only when the model runs.
public sealed interface Axis {
  record Fixed(long size) implements Axis {}

  record Named(String name) implements Axis {}

  static Axis of(long size) {
    return new Fixed(size);
  }

  static Axis named(String name) {
    return new Named(name);
  }

  /// The axis after a window of `kernel` has slid over it by `stride`, with `padding` before
  /// and after it together: `floor((n + padding - kernel) / stride) + 1`. A named axis gets the new
  /// name.
  default Axis slid(long kernel, long stride, long padding, String name) {
    return switch (this) {
      case Fixed(long size) -> of(Math.floorDiv(size + padding - kernel, stride) + 1);
      case Named _ -> named(name);
    };
  }

  /// The axis of two laid end to end. Named where one of them is.
  static Axis sum(Axis a, Axis b, String name) {
    return a instanceof Fixed(long one) && b instanceof Fixed(long other)
        ? of(one + other)
        : named(name);
  }
}
