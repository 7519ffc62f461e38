package voxcrate.model;

import java.util.Arrays;
import java.util.Optional;

/// What a model's graphs compute in, wherever that does not change what they say.
public enum Precision {
  /// Single precision. Weights that were published in less stay as they are, and are widened.
  F32("f32"),

  /// Half precision, for graphics processors.
  F16("f16"),

  /// Weights of 8 bits, for processors without half precision.
  INT8("int8");

  private final String word;

  Precision(String word) {
    this.word = word;
  }

  /// As commands and descriptors spell it.
  public String word() {
    return word;
  }

  public static Optional<Precision> of(String word) {
    return Arrays.stream(values()).filter(precision -> precision.word.equals(word)).findFirst();
  }
}
