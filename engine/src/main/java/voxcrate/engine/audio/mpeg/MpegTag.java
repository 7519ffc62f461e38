package voxcrate.engine.audio.mpeg;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The first frame of many MP3 files holds no sound but the length of the rest: the Xing header
/// ("Info" at constant bit rate) with LAME's addition, or Fraunhofer's VBRI.
///
/// @param frames of MPEG audio that follow; -1 where not stated
/// @param delay samples that the encoder put before the recording
/// @param padding samples that it put behind
record MpegTag(long frames, int delay, int padding) {
  /// Of a file that says nothing about its length.
  static final MpegTag NONE = new MpegTag(-1, 0, 0);

  /// A decoder is behind by this much: half a synthesis filter and one overlap (LAME's technical
  /// FAQ).
  private static final int DECODER_DELAY = 528 + 1;

  /// Between header and VBRI, whatever the frame's form.
  private static final int VBRI_AT = MpegHeader.BYTES + 32;

  private static final int VBRI_FRAMES_AT = 14;
  private static final int HAS_FRAMES = 1;
  private static final int HAS_BYTES = 2;
  private static final int HAS_TABLE = 4;
  private static final int HAS_QUALITY = 8;
  private static final int TABLE_BYTES = 100;

  /// From the encoder's name to delay and padding, twelve bits each.
  private static final int LAME_DELAYS_AT = 21;

  /// The same among other frames, where a file was joined to another: nothing that could be sound.
  static Optional<MpegTag> ofJoined(MpegHeader header, byte[] frame) {
    for (int i = MpegHeader.BYTES; i < MpegHeader.BYTES + header.sideBytes(); i++) {
      if (i >= frame.length || frame[i] != 0) {
        return Optional.empty();
      }
    }
    return of(header, frame);
  }

  /// Decoded samples in front that are no sound.
  int trim() {
    return delay == 0 ? 0 : delay + DECODER_DELAY;
  }

  /// Decoded samples behind the end of the recording.
  int surplus() {
    return Math.max(0, padding + delay - trim());
  }

  static Optional<MpegTag> of(MpegHeader header, byte[] frame) {
    int xing = MpegHeader.BYTES + header.sideBytes();
    if (has(frame, xing, "Xing") || has(frame, xing, "Info")) {
      return Optional.of(xing(ByteBuffer.wrap(frame), xing + 4));
    }
    if (has(frame, VBRI_AT, "VBRI") && frame.length >= VBRI_AT + VBRI_FRAMES_AT + 4) {
      int frames = ByteBuffer.wrap(frame).getInt(VBRI_AT + VBRI_FRAMES_AT);
      return Optional.of(new MpegTag(Integer.toUnsignedLong(frames), 0, 0));
    }
    return Optional.empty();
  }

  private static MpegTag xing(ByteBuffer frame, int at) {
    if (frame.limit() < at + 8) {
      return NONE;
    }
    int has = frame.getInt(at);
    long frames = (has & HAS_FRAMES) != 0 ? Integer.toUnsignedLong(frame.getInt(at + 4)) : -1;
    int lame =
        at
            + 4
            + ((has & HAS_FRAMES) != 0 ? 4 : 0)
            + ((has & HAS_BYTES) != 0 ? 4 : 0)
            + ((has & HAS_TABLE) != 0 ? TABLE_BYTES : 0)
            + ((has & HAS_QUALITY) != 0 ? 4 : 0);
    if (frame.limit() < lame + LAME_DELAYS_AT + 4 || frame.get(lame) == 0) {
      return new MpegTag(frames, 0, 0);
    }
    int delays = frame.getInt(lame + LAME_DELAYS_AT) >>> 8;
    return new MpegTag(frames, delays >>> 12, delays & 0xFFF);
  }

  private static boolean has(byte[] frame, int at, String name) {
    return frame.length >= at + 4
        && frame[at] == name.charAt(0)
        && new String(frame, at, 4, StandardCharsets.ISO_8859_1).equals(name);
  }
}
