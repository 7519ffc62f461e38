package voxcrate.engine.audio.codec;

import java.io.InputStream;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.Obuffer;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Layers I to III of MPEG audio, by JLayer. One packet is one frame with its header.
public final class MpegPackets implements PacketDecoder {
  private static final int SINGLE_CHANNEL = Header.SINGLE_CHANNEL;

  private final int sampleRate;
  private final int channels;
  private final Feed feed = new Feed();
  private final Output output = new Output();
  private Bitstream bits = new Bitstream(feed);
  private @Nullable Decoder decoder;
  private int decoderChannels;

  public MpegPackets(int sampleRate, int channels) {
    this.sampleRate = sampleRate;
    this.channels = channels;
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public void decode(byte[] packet, PcmBlock target) throws RefusedAudioException {
    feed.load(packet);
    output.begin();
    try {
      var header = bits.readFrame();
      if (header == null) {
        throw RefusedAudioException.broken("an MPEG audio frame does not decode");
      }
      int count = header.mode() == SINGLE_CHANNEL ? 1 : 2;
      decoder(count).decodeFrame(header, bits);
      bits.closeFrame();
      output.moveTo(target, count);
    } catch (JavaLayerException | RuntimeException e) {
      // What is left of the frame must not reach into the next.
      bits = new Bitstream(feed);
      decoder = null;
      throw RefusedAudioException.broken("an MPEG audio frame does not decode");
    }
  }

  /// JLayer lays itself out for the channels of its first frame.
  private Decoder decoder(int count) {
    if (decoder == null || decoderChannels != count) {
      decoder = new Decoder();
      decoder.setOutputBuffer(output);
      decoderChannels = count;
    }
    return decoder;
  }

  /// One frame at a time, with an end behind it.
  private static final class Feed extends InputStream {
    private byte[] frame = {};
    private int at;

    void load(byte[] bytes) {
      frame = bytes;
      at = 0;
    }

    @Override
    public int read() {
      return at < frame.length ? Byte.toUnsignedInt(frame[at++]) : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      if (at == frame.length) {
        return -1;
      }
      int taken = Math.min(length, frame.length - at);
      System.arraycopy(frame, at, target, from, taken);
      at += taken;
      return taken;
    }
  }

  /// Takes the samples before JLayer rounds them to 16 bits.
  private static final class Output extends Obuffer {
    /// What JLayer multiplies full scale by.
    private static final float FULL_SCALE = 32_700f;

    private final float[][] samples = new float[2][1152];
    private final int[] counts = new int[2];

    void begin() {
      counts[0] = 0;
      counts[1] = 0;
    }

    @Override
    public void appendSamples(int channel, float[] values) {
      for (float value : values) {
        samples[channel][counts[channel]++] = value / FULL_SCALE;
      }
    }

    @Override
    public void append(int channel, short value) {
      samples[channel][counts[channel]++] = value / FULL_SCALE;
    }

    void moveTo(PcmBlock target, int count) {
      int frames = counts[0];
      int at = target.grow(frames);
      for (int i = 0; i < frames; i++) {
        for (int channel = 0; channel < target.channels(); channel++) {
          target.samples()[at++] = samples[Math.min(channel, count - 1)][i];
        }
      }
    }

    @Override
    public void write_buffer(int unused) {}

    @Override
    public void close() {}

    @Override
    public void clear_buffer() {}

    @Override
    public void set_stop_flag() {}
  }
}
