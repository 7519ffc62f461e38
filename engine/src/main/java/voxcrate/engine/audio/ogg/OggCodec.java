package voxcrate.engine.audio.ogg;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import voxcrate.engine.audio.codec.OpusHead;
import voxcrate.engine.audio.codec.VorbisPackets;

/// What the first packet of a stream with sound shows it to be.
enum OggCodec {
  OPUS("Opus"),
  VORBIS("Vorbis"),
  FLAC("FLAC"),
  SPEEX("Speex");

  private final String words;

  OggCodec(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /// Empty for pictures, text and skeletons.
  static Optional<OggCodec> of(OggPage first) {
    int bytes = 0;
    for (int piece = 0; piece < first.pieces(); piece++) {
      bytes += first.pieceBytes(piece);
    }
    return of(first.bytes(0, bytes));
  }

  static Optional<OggCodec> of(byte[] packet) {
    if (OpusHead.isHead(packet)) {
      return Optional.of(OPUS);
    }
    if (VorbisPackets.isIdentification(packet)) {
      return Optional.of(VORBIS);
    }
    var text = new String(packet, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u007fFLAC")) {
      return Optional.of(FLAC);
    }
    return text.startsWith("Speex   ") ? Optional.of(SPEEX) : Optional.empty();
  }
}
