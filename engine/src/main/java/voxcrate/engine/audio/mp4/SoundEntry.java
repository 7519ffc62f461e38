package voxcrate.engine.audio.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// How a track's packets are coded: the first entry of its sample description (ISO 14496-12,
/// 12.2.3; QuickTime's versions 1 and 2 are longer).
///
/// @param type four letters
/// @param box with the entry's own boxes behind `childrenFrom`
record SoundEntry(
    String type, int channels, int bits, int sampleRate, int flags, Box box, long childrenFrom) {
  private static final int FULL_BOX_AND_COUNT_BYTES = 8;
  private static final int BASE_BYTES = 28;
  private static final int VERSION_1_BYTES = 16;
  private static final int VERSION_2_BYTES = 36;
  private static final int MAX_CONFIG_BYTES = 1 << 16;

  static SoundEntry read(RecordingInput in, Box description) throws IOException {
    var box =
        Box.at(in, description.from() + FULL_BOX_AND_COUNT_BYTES, description.to())
            .orElseThrow(() -> RefusedAudioException.broken("an MP4 track without description"));
    in.position(box.from());
    var fields = ByteBuffer.wrap(in.exactly(BASE_BYTES));
    int version = Short.toUnsignedInt(fields.getShort(8));
    int channels = Short.toUnsignedInt(fields.getShort(16));
    int bits = Short.toUnsignedInt(fields.getShort(18));
    int sampleRate = fields.getInt(24) >>> 16;
    long childrenFrom = box.from() + BASE_BYTES;
    int flags = 0;
    if (version == 1) {
      childrenFrom += VERSION_1_BYTES;
    } else if (version == 2) {
      var more = ByteBuffer.wrap(in.exactly(VERSION_2_BYTES));
      sampleRate = (int) more.getDouble(4);
      channels = more.getInt(12);
      bits = more.getInt(20);
      flags = more.getInt(24);
      childrenFrom += VERSION_2_BYTES;
    }
    return new SoundEntry(box.type(), channels, bits, sampleRate, flags, box, childrenFrom);
  }

  /// A box of the entry, or of QuickTime's `wave` inside it.
  Optional<Box> child(RecordingInput in, String wanted) throws IOException {
    var own = Box.within(in, childrenFrom, box.to());
    for (var child : own) {
      if (child.type().equals(wanted)) {
        return Optional.of(child);
      }
    }
    for (var child : own) {
      if (child.type().equals("wave")) {
        return child.child(in, wanted);
      }
    }
    return Optional.empty();
  }

  byte[] config(RecordingInput in, String wanted) throws IOException {
    var found = child(in, wanted);
    if (found.isEmpty()) {
      throw RefusedAudioException.broken("an MP4 track without its '" + wanted + "'");
    }
    return found.get().content(in, MAX_CONFIG_BYTES).array();
  }

  boolean isEncrypted(RecordingInput in) throws IOException {
    return type.equals("enca") || type.equals("drms") || child(in, "sinf").isPresent();
  }
}
