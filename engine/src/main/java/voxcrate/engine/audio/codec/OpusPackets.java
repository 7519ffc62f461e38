package voxcrate.engine.audio.codec;

import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusMSDecoder;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// Opus (RFC 6716), by Concentus. Always at 48 kHz, as Opus is.
public final class OpusPackets implements PacketDecoder {
  public static final int SAMPLE_RATE = 48_000;

  /// 120 ms, the longest packet.
  private static final int MAX_PACKET_FRAMES = 5_760;

  private final int channels;
  private final OpusMSDecoder decoder;
  private final short[] samples;
  private final float scale;

  public OpusPackets(OpusHead head) throws RefusedAudioException {
    this.channels = head.channels();
    this.samples = new short[MAX_PACKET_FRAMES * channels];
    this.scale = (float) (Math.pow(10, head.gain() / (20.0 * 256)) / 32768);
    try {
      this.decoder =
          OpusMSDecoder.create(
              SAMPLE_RATE, channels, head.streams(), head.coupledStreams(), head.channelTable());
    } catch (OpusException | RuntimeException | AssertionError e) {
      throw RefusedAudioException.broken("an Opus stream with a head that makes no sense");
    }
  }

  @Override
  public int sampleRate() {
    return SAMPLE_RATE;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public void decode(byte[] packet, PcmBlock target) throws RefusedAudioException {
    int frames;
    try {
      frames =
          decoder.decodeMultistream(packet, 0, packet.length, samples, 0, MAX_PACKET_FRAMES, 0);
    } catch (RuntimeException | AssertionError e) {
      frames = -1;
    }
    if (frames < 0) {
      throw RefusedAudioException.broken("an Opus packet does not decode");
    }
    int at = target.grow(frames);
    for (int i = 0; i < frames * channels; i++) {
      target.samples()[at + i] = Math.clamp(samples[i] * scale, -1f, 1f);
    }
  }
}
