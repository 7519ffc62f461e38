package voxcrate.engine.audio.mp4;

import java.io.IOException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.AacPackets;
import voxcrate.engine.audio.codec.MpegPackets;
import voxcrate.engine.audio.codec.OpusHead;
import voxcrate.engine.audio.codec.OpusPackets;
import voxcrate.engine.audio.codec.PacketDecoder;
import voxcrate.engine.audio.codec.PlainPackets;
import voxcrate.engine.audio.flac.FlacDescription;
import voxcrate.engine.audio.flac.FlacPackets;
import voxcrate.engine.audio.pcm.SampleForm;
import voxcrate.engine.audio.pcm.SampleLayout;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Which decoder a track needs, by the four letters of its description.
final class Mp4Codec {
  private static final int AAC = 0x40;
  private static final int AAC_MPEG2_FIRST = 0x66;
  private static final int AAC_MPEG2_LAST = 0x68;
  private static final int MP3_MPEG2 = 0x69;
  private static final int MP3 = 0x6B;

  /// Full box, then a FLAC block header.
  private static final int FLAC_DESCRIPTION_AT = 8;

  private static final int LPCM_IS_FLOAT = 1;
  private static final int LPCM_IS_BIG_ENDIAN = 2;

  private Mp4Codec() {}

  static String words(String type) {
    return switch (type) {
      case "mp4a" -> "AAC";
      case ".mp3", "ms\0U" -> "MP3";
      case "Opus" -> "Opus";
      case "fLaC" -> "FLAC";
      case "alac" -> "ALAC";
      case "samr" -> "AMR";
      case "sawb" -> "AMR-WB";
      case "ac-3" -> "AC-3";
      case "ec-3" -> "E-AC-3";
      case "enca", "drms" -> "encrypted";
      case "ulaw" -> "\u00b5-law";
      case "alaw" -> "A-law";
      case "sowt", "twos", "raw ", "NONE", "in24", "in32", "fl32", "fl64", "lpcm", "ipcm", "fpcm" ->
          "PCM";
      default -> "'" + type + "'";
    };
  }

  /// @param first packet of the track
  static PacketDecoder decoder(RecordingInput in, SoundEntry entry, byte @Nullable [] first)
      throws IOException {
    if (entry.isEncrypted(in)) {
      throw RefusedAudioException.encrypted("an MP4 track that is locked with a key");
    }
    return switch (entry.type()) {
      case "mp4a" -> byObjectType(in, entry, first);
      case ".mp3", "ms\0U" -> new MpegPackets(entry.sampleRate(), entry.channels());
      case "Opus" -> new OpusPackets(OpusHead.ofBox(entry.config(in, "dOps")));
      case "fLaC" -> flac(entry.config(in, "dfLa"));
      default -> {
        var layout = layout(in, entry);
        if (layout == null) {
          throw RefusedAudioException.unsupported("an MP4 track of " + words(entry.type()));
        }
        yield new PlainPackets(layout, entry.sampleRate());
      }
    };
  }

  private static PacketDecoder byObjectType(
      RecordingInput in, SoundEntry entry, byte @Nullable [] first) throws IOException {
    var stream = ElementaryStream.of(entry.config(in, "esds"));
    int type = stream.objectType();
    if (type == MP3 || type == MP3_MPEG2) {
      return new MpegPackets(entry.sampleRate(), entry.channels());
    }
    if (type == AAC || (type >= AAC_MPEG2_FIRST && type <= AAC_MPEG2_LAST)) {
      return new AacPackets(stream.config(), first);
    }
    throw RefusedAudioException.unsupported("an MP4 track of object type " + type);
  }

  private static PacketDecoder flac(byte[] box) throws RefusedAudioException {
    if (box.length < FLAC_DESCRIPTION_AT + FlacDescription.BYTES) {
      throw RefusedAudioException.broken("an MP4 track of FLAC without its description");
    }
    var block = new byte[FlacDescription.BYTES];
    System.arraycopy(box, FLAC_DESCRIPTION_AT, block, 0, block.length);
    return new FlacPackets(FlacDescription.of(block));
  }

  /// Of a track that holds plain samples; null where it does not.
  static @Nullable SampleLayout layout(RecordingInput in, SoundEntry entry) throws IOException {
    int bytes = (entry.bits() + 7) / 8;
    var form =
        switch (entry.type()) {
          case "ulaw" -> SampleForm.MU_LAW;
          case "alaw" -> SampleForm.A_LAW;
          case "raw " -> bytes == 2 ? SampleForm.SIGNED_16 : SampleForm.UNSIGNED_8;
          case "sowt", "twos", "NONE" -> bytes == 1 ? SampleForm.SIGNED_8 : SampleForm.SIGNED_16;
          case "in24" -> SampleForm.SIGNED_24;
          case "in32" -> SampleForm.SIGNED_32;
          case "fl32" -> SampleForm.FLOAT_32;
          case "fl64" -> SampleForm.FLOAT_64;
          case "lpcm" -> plain(bytes, (entry.flags() & LPCM_IS_FLOAT) != 0);
          case "ipcm" -> plain(bytes, false);
          case "fpcm" -> plain(bytes, true);
          default -> null;
        };
    return form == null || entry.channels() < 1
        ? null
        : new SampleLayout(form, order(in, entry), entry.channels());
  }

  private static @Nullable SampleForm plain(int bytes, boolean isFloat) {
    if (isFloat) {
      return bytes == 8 ? SampleForm.FLOAT_64 : bytes == 4 ? SampleForm.FLOAT_32 : null;
    }
    return SampleForm.isSignedSize(bytes) ? SampleForm.signed(bytes) : null;
  }

  private static ByteOrder order(RecordingInput in, SoundEntry entry) throws IOException {
    boolean isLittle =
        switch (entry.type()) {
          case "sowt" -> true;
          case "lpcm" -> (entry.flags() & LPCM_IS_BIG_ENDIAN) == 0;
          // 'enda' holds 1, 'pcmC' a flag of 1, where the lowest byte comes first.
          case "ipcm", "fpcm" -> isSet(in, entry, "pcmC", 4);
          default -> isSet(in, entry, "enda", 1);
        };
    return isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  private static boolean isSet(RecordingInput in, SoundEntry entry, String type, int at)
      throws IOException {
    var box = entry.child(in, type);
    if (box.isEmpty()) {
      return false;
    }
    var content = box.get().content(in, 64);
    return content.remaining() > at && (content.get(at) & 1) == 1;
  }
}
