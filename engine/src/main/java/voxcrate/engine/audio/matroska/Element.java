package voxcrate.engine.audio.matroska;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// One element: an identifier and a range of bytes.
///
/// @param from position of its first byte of content
/// @param to position behind its last; [#OPEN] where the writer did not know
record Element(int id, long from, long to) {
  static final long OPEN = Long.MAX_VALUE;

  static final int HEADER = 0x1A45DFA3;
  static final int SEGMENT = 0x18538067;
  static final int INFO = 0x1549A966;
  static final int TIME_SCALE = 0x2AD7B1;
  static final int DURATION = 0x4489;
  static final int TRACKS = 0x1654AE6B;
  static final int TRACK = 0xAE;
  static final int TRACK_NUMBER = 0xD7;
  static final int TRACK_TYPE = 0x83;
  static final int CODEC = 0x86;
  static final int CODEC_PRIVATE = 0x63A2;
  static final int CODEC_DELAY = 0x56AA;
  static final int LANGUAGE = 0x22B59C;
  static final int LANGUAGE_BCP47 = 0x22B59D;
  static final int AUDIO = 0xE1;
  static final int SAMPLE_RATE = 0xB5;
  static final int CHANNELS = 0x9F;
  static final int BITS = 0x6264;
  static final int ENCODINGS = 0x6D80;
  static final int ENCODING = 0x6240;
  static final int COMPRESSION = 0x5034;
  static final int COMPRESSION_KIND = 0x4254;
  static final int COMPRESSION_SETTINGS = 0x4255;
  static final int ENCRYPTION = 0x5035;
  static final int CLUSTER = 0x1F43B675;
  static final int CLUSTER_TIME = 0xE7;
  static final int SIMPLE_BLOCK = 0xA3;
  static final int BLOCK_GROUP = 0xA0;
  static final int BLOCK = 0xA1;
  static final int DISCARD = 0x75A2;

  private static final int MAX_ID_BYTES = 4;
  private static final int MAX_SIZE_BYTES = 8;

  /// At the input's position; leaves it at the content. Empty at the end, and where no element can
  /// begin.
  static Optional<Element> next(RecordingInput in) throws IOException {
    long id = number(in, MAX_ID_BYTES, true);
    long size = id < 0 ? -1 : number(in, MAX_SIZE_BYTES, false);
    if (size < 0) {
      return Optional.empty();
    }
    long from = in.position();
    long to = size == OPEN || size > OPEN - from ? OPEN : from + size;
    return Optional.of(new Element((int) id, from, to));
  }

  boolean isOpen() {
    return to == OPEN;
  }

  byte[] bytes(RecordingInput in, int most) throws IOException {
    if (to - from > most) {
      throw RefusedAudioException.broken("a Matroska element of " + (to - from) + " bytes");
    }
    in.position(from);
    return in.exactly((int) (to - from));
  }

  long unsigned(RecordingInput in) throws IOException {
    long value = 0;
    for (byte b : bytes(in, Long.BYTES)) {
      value = (value << 8) | Byte.toUnsignedInt(b);
    }
    return value;
  }

  double real(RecordingInput in) throws IOException {
    var bytes = ByteBuffer.wrap(bytes(in, Double.BYTES));
    return switch (bytes.remaining()) {
      case Float.BYTES -> bytes.getFloat();
      case Double.BYTES -> bytes.getDouble();
      default -> 0;
    };
  }

  String text(RecordingInput in) throws IOException {
    return new String(bytes(in, 1 << 10), StandardCharsets.UTF_8).replace("\0", "");
  }

  /// As many bytes as the first has leading zeros, and one. Identifiers keep the mark of their
  /// length.
  ///
  /// @return -1 where there is none; [#OPEN] where all bits of a size are set
  private static long number(RecordingInput in, int mostBytes, boolean keepMark)
      throws IOException {
    int first = in.read();
    int bytes = first <= 0 ? 9 : Integer.numberOfLeadingZeros(first) - 23;
    if (bytes > mostBytes) {
      return -1;
    }
    long value = keepMark ? first : first & ((1 << (8 - bytes)) - 1);
    boolean allSet = (first | -1 << (8 - bytes)) == -1;
    for (int i = 1; i < bytes; i++) {
      int next = in.read();
      if (next < 0) {
        return -1;
      }
      allSet &= next == 0xFF;
      value = (value << 8) | next;
    }
    return allSet && !keepMark ? OPEN : value;
  }
}
