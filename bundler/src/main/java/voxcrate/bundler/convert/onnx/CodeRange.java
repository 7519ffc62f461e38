package voxcrate.bundler.convert.onnx;

/// The numbers that codes of 8 bits, without sign, stand for. They include 0, exactly.
///
/// @param least at most 0
/// @param most at least 0
public record CodeRange(float least, float most) {
  private static final int LARGEST_CODE = 255;

  public CodeRange {
    if (!(least <= 0 && most >= 0 && least < most && Float.isFinite(most - least))) {
      throw new IllegalArgumentException("codes from " + least + " to " + most);
    }
  }

  /// From one code to the next.
  public float scale() {
    return (most - least) / LARGEST_CODE;
  }

  /// The code of 0.
  public int zero() {
    return Math.clamp(Math.round(-least / scale()), 0, LARGEST_CODE);
  }
}
