package voxcrate.engine.audio.ogg;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.OpusHead;
import voxcrate.engine.audio.codec.OpusPackets;
import voxcrate.engine.audio.codec.PacketDecoder;
import voxcrate.engine.audio.codec.VorbisPackets;
import voxcrate.engine.audio.flac.FlacDescription;
import voxcrate.engine.audio.flac.FlacPackets;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// The packets that open a stream, read up to the first with sound.
///
/// @param preSkip frames in front that are no sound
record OggHeads(PacketDecoder decoder, int preSkip) {
  /// Packet type and magic, version, count of heads, "fLaC", block header (Xiph, "Ogg Mapping for
  /// FLAC").
  private static final int FLAC_COUNT_AT = 7;

  private static final int FLAC_DESCRIPTION_AT = 17;

  static OggHeads read(OggPacket first, OggPackets packets) throws IOException {
    var codec = OggCodec.of(first.bytes()).orElse(OggCodec.SPEEX);
    return switch (codec) {
      case OPUS -> opus(first, packets);
      case VORBIS -> vorbis(first, packets);
      case FLAC -> flac(first, packets);
      case SPEEX -> throw RefusedAudioException.unsupported("an Ogg file with Speex");
    };
  }

  private static OggHeads opus(OggPacket first, OggPackets packets) throws IOException {
    var head = OpusHead.of(first.bytes());
    packets.next();
    return new OggHeads(new OpusPackets(head), head.preSkip());
  }

  private static OggHeads vorbis(OggPacket first, OggPackets packets) throws IOException {
    packets.next();
    var setup = packets.next();
    if (setup == null || !VorbisPackets.isSetup(setup.bytes())) {
      throw RefusedAudioException.broken("a Vorbis stream whose head is cut short");
    }
    return new OggHeads(new VorbisPackets(first.bytes(), setup.bytes()), 0);
  }

  private static OggHeads flac(OggPacket first, OggPackets packets) throws IOException {
    var bytes = first.bytes();
    if (bytes.length < FLAC_DESCRIPTION_AT + FlacDescription.BYTES) {
      throw RefusedAudioException.broken("a FLAC stream whose head is cut short");
    }
    var fields = ByteBuffer.wrap(bytes);
    int more = Short.toUnsignedInt(fields.getShort(FLAC_COUNT_AT));
    var block = new byte[FlacDescription.BYTES];
    fields.get(FLAC_DESCRIPTION_AT, block);
    @Nullable OggPacket skipped = first;
    for (int i = 0; i < more && skipped != null; i++) {
      skipped = packets.next();
    }
    return new OggHeads(new FlacPackets(FlacDescription.of(block)), 0);
  }
}
