package voxcrate.bundler.convert.arch;

import org.jspecify.annotations.Nullable;
import voxcrate.bundler.convert.checkpoint.Tensor;

/// The matrix of a linear layer, turned, in codes of a sign and six bits: each output has the scale
/// that brings its largest weight to the largest code.
///
/// Of the eighth bit no use is made: processors without VNNI add two products of codes in 16 bits,
/// which 63 · 255 fits into twice and 127 · 255 does not. ONNX Runtime would save such sums at the
/// end of the range, without a word. Weights without sign would have all 8 bits everywhere, and
/// cost those processors (and those with AVX-512 VNNI) a third more time.
final class CodedMatrix {
  private static final int LARGEST_CODE = 63;

  /// Of weights read at once.
  private static final int PIECE_WEIGHTS = 1 << 20;

  private final Tensor matrix;
  private final int outputs;
  private final int inputs;
  private float @Nullable [] scales;

  /// @param matrix outputs × inputs, as torch keeps it
  CodedMatrix(Tensor matrix) {
    this.matrix = matrix;
    this.outputs = matrix.axis(0);
    this.inputs = matrix.axis(1);
  }

  int outputs() {
    return outputs;
  }

  int inputs() {
    return inputs;
  }

  /// Inputs × outputs. Read from the file in pieces.
  byte[] codes() {
    var codes = new byte[Math.multiplyExact(inputs, outputs)];
    var found = new float[outputs];
    int atOnce = Math.clamp(PIECE_WEIGHTS / inputs, 1, outputs);
    for (int from = 0; from < outputs; from += atOnce) {
      int to = Math.min(outputs, from + atOnce);
      var rows = matrix.rows(from, to).floats();
      for (int output = from; output < to; output++) {
        found[output] = encode(rows, (output - from) * inputs, codes, output);
      }
    }
    scales = found;
    return codes;
  }

  /// One for each output.
  float[] scales() {
    var known = scales;
    if (known == null) {
      codes();
      known = scales;
    }
    if (known == null) {
      throw new IllegalStateException("codes without scales");
    }
    return known.clone();
  }

  /// @return the scale
  private float encode(float[] rows, int at, byte[] codes, int output) {
    float scale = SymmetricCodes.scale(rows, at, inputs, LARGEST_CODE);
    for (int input = 0; input < inputs; input++) {
      codes[input * outputs + output] = SymmetricCodes.code(rows[at + input], scale);
    }
    return scale;
  }
}
