package voxcrate.bundler.convert.arch;

/// Codes with a sign, of which 0 stands for 0.
final class SymmetricCodes {
  private SymmetricCodes() {}

  /// What brings the largest of `count` numbers from `at` to the largest code.
  static float scale(float[] numbers, int at, int count, int largestCode) {
    float largest = 0;
    for (int i = at; i < at + count; i++) {
      largest = Math.max(largest, Math.abs(numbers[i]));
    }
    return largest == 0 ? 1 : largest / largestCode;
  }

  /// To nearest, and of two to the even one.
  static byte code(float number, float scale) {
    return (byte) Math.rint(number / scale);
  }
}
