package voxcrate.engine.audio.codec;

import com.jcraft.jogg.Packet;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;
import com.jcraft.jorbis.Layout;
import java.nio.charset.StandardCharsets;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Vorbis I, by JOrbis. Channels come in the order of WAV.
public final class VorbisPackets implements PacketDecoder {
  private static final int IDENTIFICATION = 1;
  private static final int COMMENT = 3;
  private static final int SETUP = 5;

  /// In tables that JOrbis lays out besides the code books, 16 MiB; the encoder's need thousands.
  private static final int MAX_NUMBERS = 1 << 22;

  /// Packet type and "vorbis".
  private static final int MAGIC_BYTES = 7;

  private final Info info = new Info();
  private final DspState state = new DspState();
  private final Block block;
  private final int[] offsets;
  private final int[] order;
  private long number;

  /// @param identification first of the three packets that open a stream
  /// @param setup the third
  public VorbisPackets(byte[] identification, byte[] setup) throws RefusedAudioException {
    VorbisSetup.check(setup);
    try {
      info.init();
      var comment = new Comment();
      comment.init();
      boolean understood =
          info.synthesis_headerin(comment, head(identification)) == 0
              && info.synthesis_headerin(comment, head(noComments())) == 0
              && info.synthesis_headerin(comment, head(setup)) == 0
              && info.channels > 0
              && info.channels <= 8;
      if (!understood || Layout.numbers(info) > MAX_NUMBERS) {
        throw RefusedAudioException.broken("a Vorbis stream with a head that makes no sense");
      }
      state.synthesis_init(info);
      block = new Block(state);
    } catch (RuntimeException e) {
      throw RefusedAudioException.broken("a Vorbis stream with a head that makes no sense");
    }
    this.offsets = new int[info.channels];
    this.order = VorbisOrder.of(info.channels);
  }

  public static boolean isIdentification(byte[] packet) {
    return isHead(packet, IDENTIFICATION);
  }

  private static boolean isHead(byte[] packet, int type) {
    return packet.length > MAGIC_BYTES
        && packet[0] == type
        && new String(packet, 1, 6, StandardCharsets.ISO_8859_1).equals("vorbis");
  }

  public static boolean isSetup(byte[] packet) {
    return isHead(packet, SETUP);
  }

  @Override
  public int sampleRate() {
    return info.rate;
  }

  @Override
  public int channels() {
    return info.channels;
  }

  @Override
  public void decode(byte[] packet, PcmBlock target) throws RefusedAudioException {
    try {
      if (block.synthesis(packet(packet)) != 0) {
        throw RefusedAudioException.broken("a Vorbis packet does not decode");
      }
      state.synthesis_blockin(block);
      var pcm = new float[1][][];
      for (int frames = state.synthesis_pcmout(pcm, offsets);
          frames > 0;
          frames = state.synthesis_pcmout(pcm, offsets)) {
        move(pcm[0], frames, target);
        state.synthesis_read(frames);
      }
    } catch (RuntimeException e) {
      throw RefusedAudioException.broken("a Vorbis packet does not decode");
    }
  }

  private void move(float[][] pcm, int frames, PcmBlock target) {
    int at = target.grow(frames);
    for (int i = 0; i < frames; i++) {
      for (int channel : order) {
        float sample = pcm[channel][offsets[channel] + i];
        target.samples()[at++] = Float.isFinite(sample) ? sample : 0;
      }
    }
  }

  private Packet packet(byte[] bytes) {
    var packet = new Packet();
    packet.packet_base = bytes;
    packet.bytes = bytes.length;
    packet.packetno = number++;
    packet.granulepos = -1;
    return packet;
  }

  private Packet head(byte[] bytes) {
    var packet = packet(bytes);
    packet.b_o_s = packet.packetno == 0 ? 1 : 0;
    return packet;
  }

  /// Titles and pictures are not needed, and may be large.
  private static byte[] noComments() {
    var packet = new byte[MAGIC_BYTES + 9];
    packet[0] = COMMENT;
    System.arraycopy("vorbis".getBytes(StandardCharsets.ISO_8859_1), 0, packet, 1, 6);
    packet[packet.length - 1] = 1;
    return packet;
  }
}
