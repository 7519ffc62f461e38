package voxcrate.bundler.convert.checkpoint;

import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// How a file lies in a zip container (APPNOTE 4.4.5).
enum Packing {
  STORED(0),
  DEFLATED(8);

  private final int method;

  Packing(int method) {
    this.method = method;
  }

  /// By the number that headers state.
  static Optional<Packing> of(int method) {
    return Stream.of(values()).filter(packing -> packing.method == method).findFirst();
  }

  /// @throws DataFormatException when `packed` holds anything else than exactly `size` bytes
  byte[] unpack(byte[] packed, int size) throws DataFormatException {
    return switch (this) {
      case STORED -> packed;
      case DEFLATED -> inflate(packed, size);
    };
  }

  private static byte[] inflate(byte[] packed, int size) throws DataFormatException {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      var bytes = new byte[size];
      int filled = 0;
      while (filled < size && !inflater.finished()) {
        int more = inflater.inflate(bytes, filled, size - filled);
        if (more == 0 && !inflater.finished()) {
          throw new DataFormatException("it ends early");
        }
        filled += more;
      }
      int beyond = inflater.inflate(new byte[1]);
      if (filled < size || beyond > 0 || !inflater.finished() || inflater.getRemaining() > 0) {
        throw new DataFormatException("it has another size");
      }
      return bytes;
    } finally {
      inflater.end();
    }
  }
}
