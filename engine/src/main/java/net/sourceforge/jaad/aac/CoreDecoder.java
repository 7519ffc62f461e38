package net.sourceforge.jaad.aac;

import net.sourceforge.jaad.aac.syntax.BitStream;
import net.sourceforge.jaad.mp4.MP4Exception;

/// JAAD without its band replication (SBR) and parametric stereo, a choice that it offers to
/// classes of its own package alone.
public final class CoreDecoder {
  private CoreDecoder() {}

  /// @param config AudioSpecificConfig (ISO 14496-3, 1.6.2.1)
  public static Decoder of(byte[] config) throws MP4Exception {
    return Decoder.create(new DecoderConfig(false).decode(BitStream.open(config)));
  }
}
