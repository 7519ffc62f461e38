package voxcrate.engine.audio.codec;

import java.util.List;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.sourceforge.jaad.aac.CoreDecoder;
import net.sourceforge.jaad.aac.Decoder;
import net.sourceforge.jaad.mp4.MP4Exception;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// AAC-LC, by JAAD, and the core of HE-AAC, which is AAC-LC at half the sample rate; no more of it
/// (`docs/adr/0014-core-of-he-aac.md`).
///
/// Channels come in the order of WAV. How many there are shows in the first packet where the stream
/// describes them itself.
public final class AacPackets implements PacketDecoder {
  /// JAAD's full scale.
  private static final float FULL_SCALE = 32_768f;

  /// JAAD tells its log of every damaged packet; we tell ours once. Kept, or the setting is lost.
  private static final List<Logger> SILENCED =
      Stream.of("jaad", "net.sourceforge.jaad").map(Logger::getLogger).toList();

  static {
    SILENCED.forEach(logger -> logger.setUseParentHandlers(false));
  }

  private final byte[] config;
  private final int sampleRate;

  /// At which place the decoder gives each channel.
  private final int[] order;

  private Decoder decoder;
  private List<float[]> decoded = List.of();
  private int decodedFrames;
  private int decodedRate;

  /// @param config AudioSpecificConfig (ISO 14496-3, 1.6.2.1)
  /// @param first packet of the stream: looked at here, and decoded again as such
  public AacPackets(byte[] config, byte @Nullable [] first) throws RefusedAudioException {
    var described = AacConfig.of(config);
    this.config = described.core();
    this.sampleRate = described.sampleRate();
    this.decoder = create(this.config);
    if (described.channels() > 0) {
      this.order = described.order();
    } else {
      this.order = first != null && decodes(first) ? asTheyCome(decoded.size()) : new int[] {0};
      this.decoder = create(this.config);
    }
  }

  private static int[] asTheyCome(int channels) {
    return IntStream.range(0, channels).toArray();
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public int channels() {
    return order.length;
  }

  @Override
  public void decode(byte[] packet, PcmBlock target) throws RefusedAudioException {
    if (!decodes(packet)) {
      decoder = create(config);
      throw RefusedAudioException.broken("an AAC packet does not decode");
    }
    if (decodedRate != sampleRate) {
      throw RefusedAudioException.broken("the sample rate of the AAC packets changes");
    }
    int at = target.grow(decodedFrames);
    for (int i = 0; i < decodedFrames; i++) {
      for (int place : order) {
        float sample = decoded.get(Math.min(place, decoded.size() - 1))[i] / FULL_SCALE;
        target.samples()[at++] = Float.isFinite(sample) ? sample : 0;
      }
    }
  }

  private boolean decodes(byte[] packet) {
    decoded = List.of();
    try {
      decoder.decodeFrame(packet, this::take);
      return !decoded.isEmpty() && decodedRate > 0;
    } catch (RuntimeException | AssertionError e) {
      return false;
    }
  }

  private void take(List<float[]> samples, int frames, int rate) {
    decoded = samples;
    decodedFrames = frames;
    decodedRate = rate;
  }

  private static Decoder create(byte[] config) throws RefusedAudioException {
    try {
      return CoreDecoder.of(config);
    } catch (MP4Exception | RuntimeException | AssertionError e) {
      throw RefusedAudioException.unsupported("AAC of a kind that is not decoded here");
    }
  }
}
