package voxcrate.engine.audio.flac;

import java.nio.ByteBuffer;
import voxcrate.engine.audio.stream.PcmFormat;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// The STREAMINFO block (RFC 9639, 8.2): what holds for the whole stream.
///
/// @param blockSize samples of each channel in a frame, the largest
/// @param sampleBits of one sample
public record FlacDescription(PcmFormat format, int blockSize, int sampleBits) {
  public static final int BYTES = 34;

  /// 20 bits sample rate, 3 bits channels - 1, 5 bits bits - 1, 36 bits samples.
  private static final int PACKED_AT = 10;

  public static FlacDescription of(byte[] block) throws RefusedAudioException {
    if (block.length < BYTES) {
      throw RefusedAudioException.broken("a FLAC stream without a description of itself");
    }
    var fields = ByteBuffer.wrap(block);
    long packed = fields.getLong(PACKED_AT);
    long frames = packed & 0xF_FFFF_FFFFL;
    int channels = ((int) (packed >>> 41) & 7) + 1;
    return new FlacDescription(
        new PcmFormat((int) (packed >>> 44), channels, frames == 0 ? PcmFormat.UNKNOWN : frames),
        Short.toUnsignedInt(fields.getShort(2)),
        ((int) (packed >>> 36) & 31) + 1);
  }
}
