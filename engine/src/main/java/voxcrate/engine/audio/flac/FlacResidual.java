package voxcrate.engine.audio.flac;

import java.io.IOException;

/// What a prediction leaves over, in partitions of Rice codes (RFC 9639, 9.2.7).
final class FlacResidual {
  private FlacResidual() {}

  /// Fills `samples` from `order` on.
  static void read(FlacBits in, long[] samples, int order) throws IOException {
    int method = (int) in.unsigned(2);
    if (method > 1) {
      throw new FlacException("a residual uses a reserved method");
    }
    int parameterBits = 4 + method;
    int partitions = 1 << in.unsigned(4);
    int size = samples.length / partitions;
    if (size * partitions != samples.length || size < order) {
      throw new FlacException("a residual's partitions do not fit its block");
    }
    for (int partition = 0; partition < partitions; partition++) {
      int from = partition == 0 ? order : partition * size;
      readPartition(in, samples, from, (partition + 1) * size, parameterBits);
    }
  }

  private static void readPartition(
      FlacBits in, long[] samples, int from, int to, int parameterBits) throws IOException {
    int parameter = (int) in.unsigned(parameterBits);
    // All ones: the values follow as they are.
    boolean escaped = parameter == (1 << parameterBits) - 1;
    int plainBits = escaped ? (int) in.unsigned(5) : 0;
    for (int i = from; i < to; i++) {
      samples[i] = escaped ? in.signed(plainBits) : rice(in, parameter);
    }
  }

  private static long rice(FlacBits in, int parameter) throws IOException {
    long folded = ((long) in.zeros() << parameter) | in.unsigned(parameter);
    // Even numbers are positive, odd ones negative.
    return (folded >>> 1) ^ -(folded & 1);
  }
}
