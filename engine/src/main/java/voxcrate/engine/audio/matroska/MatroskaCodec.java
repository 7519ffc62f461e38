package voxcrate.engine.audio.matroska;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.codec.AacPackets;
import voxcrate.engine.audio.codec.MpegPackets;
import voxcrate.engine.audio.codec.OpusHead;
import voxcrate.engine.audio.codec.OpusPackets;
import voxcrate.engine.audio.codec.PacketDecoder;
import voxcrate.engine.audio.codec.PlainPackets;
import voxcrate.engine.audio.codec.VorbisPackets;
import voxcrate.engine.audio.flac.FlacDescription;
import voxcrate.engine.audio.flac.FlacPackets;
import voxcrate.engine.audio.pcm.SampleForm;
import voxcrate.engine.audio.pcm.SampleLayout;
import voxcrate.engine.audio.stream.RecordingInput;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Which decoder a track needs, by its codec's name (Matroska, "Codec Mappings").
final class MatroskaCodec {
  /// "fLaC" and a block header.
  private static final int FLAC_DESCRIPTION_AT = 8;

  private MatroskaCodec() {}

  static String words(String codec) {
    if (codec.startsWith("A_AAC")) {
      return "AAC";
    }
    return switch (codec) {
      case "A_OPUS" -> "Opus";
      case "A_VORBIS" -> "Vorbis";
      case "A_FLAC" -> "FLAC";
      case "A_MPEG/L3" -> "MP3";
      case "A_MPEG/L2" -> "MP2";
      case "A_MPEG/L1" -> "MP1";
      case "A_PCM/INT/LIT", "A_PCM/INT/BIG", "A_PCM/FLOAT/IEEE" -> "PCM";
      case "A_ALAC" -> "ALAC";
      case "A_AC3" -> "AC-3";
      case "A_EAC3" -> "E-AC-3";
      case "A_DTS" -> "DTS";
      case "A_TRUEHD" -> "TrueHD";
      default -> "'" + codec + "'";
    };
  }

  /// @param first packet of the track
  static PacketDecoder decoder(RecordingInput in, MatroskaTrack track, byte @Nullable [] first)
      throws IOException {
    if (track.isEncrypted()) {
      throw RefusedAudioException.encrypted("a Matroska track that is locked with a key");
    }
    if (track.isCompressed()) {
      throw RefusedAudioException.unsupported(
          "a Matroska track whose packets are compressed again");
    }
    if (track.codec().startsWith("A_AAC")) {
      return new AacPackets(track.codecPrivate(in), first);
    }
    return switch (track.codec()) {
      case "A_OPUS" -> new OpusPackets(OpusHead.of(track.codecPrivate(in)));
      case "A_VORBIS" -> vorbis(track.codecPrivate(in));
      case "A_FLAC" -> flac(track.codecPrivate(in));
      case "A_MPEG/L1", "A_MPEG/L2", "A_MPEG/L3" ->
          new MpegPackets(track.sampleRate(), track.channels());
      case "A_PCM/INT/LIT" -> plain(track, integer(track), ByteOrder.LITTLE_ENDIAN);
      case "A_PCM/INT/BIG" -> plain(track, integer(track), ByteOrder.BIG_ENDIAN);
      case "A_PCM/FLOAT/IEEE" ->
          plain(
              track,
              track.bits() == 64 ? SampleForm.FLOAT_64 : SampleForm.FLOAT_32,
              ByteOrder.LITTLE_ENDIAN);
      default ->
          throw RefusedAudioException.unsupported("a Matroska track of " + words(track.codec()));
    };
  }

  private static SampleForm integer(MatroskaTrack track) throws RefusedAudioException {
    int bytes = track.bits() / 8;
    if (!SampleForm.isSignedSize(bytes)) {
      throw RefusedAudioException.unsupported("PCM of " + track.bits() + " bits");
    }
    return bytes == 1 ? SampleForm.UNSIGNED_8 : SampleForm.signed(bytes);
  }

  private static PacketDecoder plain(MatroskaTrack track, SampleForm form, ByteOrder order) {
    var layout = new SampleLayout(form, order, track.channels());
    return new PlainPackets(layout, track.sampleRate());
  }

  /// Three packets, laced as Xiph does.
  private static PacketDecoder vorbis(byte[] heads) throws RefusedAudioException {
    try {
      var fields = ByteBuffer.wrap(heads);
      boolean areThree = fields.get() == 2;
      int identification = Block.xiphSize(fields);
      int comment = Block.xiphSize(fields);
      int from = fields.position();
      if (!areThree || (long) from + identification + comment > heads.length) {
        throw RefusedAudioException.broken("a Vorbis track without its heads");
      }
      int setup = from + identification + comment;
      return new VorbisPackets(
          Arrays.copyOfRange(heads, from, from + identification),
          Arrays.copyOfRange(heads, setup, heads.length));
    } catch (BufferUnderflowException e) {
      throw RefusedAudioException.broken("a Vorbis track without its heads");
    }
  }

  private static PacketDecoder flac(byte[] heads) throws RefusedAudioException {
    if (heads.length < FLAC_DESCRIPTION_AT + FlacDescription.BYTES) {
      throw RefusedAudioException.broken("a FLAC track without its description");
    }
    var block = new byte[FlacDescription.BYTES];
    System.arraycopy(heads, FLAC_DESCRIPTION_AT, block, 0, block.length);
    return new FlacPackets(FlacDescription.of(block));
  }
}
