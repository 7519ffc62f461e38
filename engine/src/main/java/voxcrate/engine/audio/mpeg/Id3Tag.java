package voxcrate.engine.audio.mpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import voxcrate.engine.audio.stream.RecordingInput;

/// Titles and pictures before the sound (ID3v2, by Nilsson), stepped over.
public final class Id3Tag {
  private static final int HEADER_BYTES = 10;
  private static final int SIZE_AT = 6;
  private static final int FLAGS_AT = 5;
  private static final int HAS_FOOTER = 0x10;

  private Id3Tag() {}

  /// Leaves the input behind all tags that begin here; where none does, it stays.
  public static void skip(RecordingInput in) throws IOException {
    for (int bytes = size(in.peek(HEADER_BYTES)); bytes > 0; bytes = size(in.peek(HEADER_BYTES))) {
      if (in.position() + bytes > in.size()) {
        // A length that cannot be: the sound is searched for from here.
        return;
      }
      in.position(in.position() + bytes);
    }
  }

  /// Of the whole tag, 0 where there is none. The length stands in four times seven bits.
  private static int size(byte[] tag) {
    if (tag.length < HEADER_BYTES
        || !new String(tag, 0, 3, StandardCharsets.ISO_8859_1).equals("ID3")) {
      return 0;
    }
    int bytes = 0;
    for (int i = SIZE_AT; i < HEADER_BYTES; i++) {
      if (tag[i] < 0) {
        return 0;
      }
      bytes = (bytes << 7) | (tag[i] & 0x7F);
    }
    return bytes + HEADER_BYTES + ((tag[FLAGS_AT] & HAS_FOOTER) != 0 ? HEADER_BYTES : 0);
  }
}
