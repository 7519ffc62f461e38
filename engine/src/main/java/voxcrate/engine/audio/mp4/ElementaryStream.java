package voxcrate.engine.audio.mp4;

import java.nio.ByteBuffer;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// The `esds` box: descriptors inside each other (ISO 14496-1, 7.2.6).
final class ElementaryStream {
  private static final int FULL_BOX_BYTES = 4;
  private static final int STREAM = 3;
  private static final int DECODER = 4;
  private static final int DECODER_SPECIFIC = 5;
  private static final int STREAM_HEAD_BYTES = 3;
  private static final int DECODER_HEAD_BYTES = 13;
  private static final int DEPENDS_ON = 0x80;
  private static final int HAS_URL = 0x40;
  private static final int HAS_CLOCK = 0x20;

  private int objectType;
  private byte[] config = {};

  static ElementaryStream of(byte[] box) throws RefusedAudioException {
    var stream = new ElementaryStream();
    try {
      stream.read(ByteBuffer.wrap(box).position(Math.min(box.length, FULL_BOX_BYTES)));
    } catch (RuntimeException e) {
      throw RefusedAudioException.broken("an MP4 track whose description is cut short");
    }
    return stream;
  }

  int objectType() {
    return objectType;
  }

  byte[] config() {
    return config;
  }

  /// Steps into descriptors one after the other: each holds the next.
  private void read(ByteBuffer fields) {
    while (fields.remaining() >= 2) {
      int tag = fields.get();
      int length = length(fields);
      switch (tag) {
        case STREAM -> {
          int flags = fields.get(fields.position() + 2);
          skip(fields, STREAM_HEAD_BYTES);
          skip(fields, (flags & DEPENDS_ON) != 0 ? 2 : 0);
          skip(
              fields,
              (flags & HAS_URL) != 0 ? 1 + Byte.toUnsignedInt(fields.get(fields.position())) : 0);
          skip(fields, (flags & HAS_CLOCK) != 0 ? 2 : 0);
        }
        case DECODER -> {
          objectType = Byte.toUnsignedInt(fields.get(fields.position()));
          skip(fields, DECODER_HEAD_BYTES);
        }
        case DECODER_SPECIFIC -> {
          config = new byte[Math.min(length, fields.remaining())];
          fields.get(config);
        }
        default -> skip(fields, Math.min(length, fields.remaining()));
      }
    }
  }

  private static void skip(ByteBuffer fields, int bytes) {
    fields.position(fields.position() + bytes);
  }

  /// Seven bits a byte, as long as the highest is set.
  private static int length(ByteBuffer fields) {
    int length = 0;
    for (int i = 0; i < 4; i++) {
      int next = fields.get();
      length = (length << 7) | (next & 0x7F);
      if (next >= 0) {
        break;
      }
    }
    return length;
  }
}
