package voxcrate.engine.audio.mpeg;

import java.util.Optional;
import voxcrate.engine.audio.codec.AacConfig;

/// The seven or nine bytes before each frame of AAC in an ADTS stream (ISO 14496-3, 1.A.2).
///
/// @param bytes of the whole frame
/// @param headerBytes of these, the header's
/// @param blocks of 1024 samples in the frame
record AdtsHeader(
    int profile, int rateCode, int channelCode, int bytes, int headerBytes, int blocks) {
  static final int BYTES = 7;

  static Optional<AdtsHeader> of(byte[] head) {
    if (head.length < BYTES || head[0] != (byte) 0xFF || (head[1] & 0xF6) != 0xF0) {
      return Optional.empty();
    }
    int profile = (head[2] >>> 6) & 3;
    int rateCode = (head[2] >>> 2) & 15;
    int channelCode = ((head[2] & 1) << 2) | ((head[3] >>> 6) & 3);
    int bytes =
        ((head[3] & 3) << 11)
            | (Byte.toUnsignedInt(head[4]) << 3)
            | (Byte.toUnsignedInt(head[5]) >>> 5);
    int headerBytes = (head[1] & 1) == 1 ? BYTES : BYTES + 2;
    boolean makesSense = AacConfig.sampleRate(rateCode) > 0 && bytes > headerBytes;
    return makesSense
        ? Optional.of(
            new AdtsHeader(profile, rateCode, channelCode, bytes, headerBytes, (head[6] & 3) + 1))
        : Optional.empty();
  }

  boolean isOfStream(AdtsHeader first) {
    return profile == first.profile
        && blocks == first.blocks
        && rateCode == first.rateCode
        && channelCode == first.channelCode;
  }

  byte[] config() {
    return AacConfig.of(profile + 1, rateCode, channelCode);
  }
}
