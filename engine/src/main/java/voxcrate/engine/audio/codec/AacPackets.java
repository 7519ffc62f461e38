package voxcrate.engine.audio.codec;

import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Stream;
import net.sourceforge.jaad.aac.Decoder;
import net.sourceforge.jaad.mp4.MP4Exception;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// AAC-LC and HE-AAC, by JAAD.
///
/// What a stream really is shows in its first packet: HE-AAC doubles the stated sample rate, and
/// its second version makes two channels of one.
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
  private final int channels;
  private Decoder decoder;
  private List<float[]> decoded = List.of();
  private int decodedFrames;
  private int decodedRate;

  /// @param config AudioSpecificConfig (ISO 14496-3, 1.6.2.1)
  /// @param first packet of the stream: looked at here, and decoded again as such
  public AacPackets(byte[] config, byte @Nullable [] first) throws RefusedAudioException {
    var described = AacConfig.of(config);
    this.config = config.clone();
    this.decoder = create(config);
    boolean isKnown = first != null && decodes(first);
    this.sampleRate = isKnown ? decodedRate : described.sampleRate();
    this.channels = channels(described, isKnown);
    this.decoder = create(config);
  }

  /// JAAD gives two channels for one, in case the stream turns out to be of HE-AAC's second
  /// version; at the stated sample rate it is not HE-AAC at all.
  private int channels(AacConfig described, boolean isKnown) {
    if (described.channels() == 1 && sampleRate == described.sampleRate()) {
      return 1;
    }
    return isKnown ? decoded.size() : Math.max(1, described.channels());
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
    if (!decodes(packet)) {
      decoder = create(config);
      throw RefusedAudioException.broken("an AAC packet does not decode");
    }
    if (decodedRate != sampleRate) {
      throw RefusedAudioException.broken("the sample rate of the AAC packets changes");
    }
    int at = target.grow(decodedFrames);
    for (int i = 0; i < decodedFrames; i++) {
      for (int channel = 0; channel < channels; channel++) {
        float sample = decoded.get(Math.min(channel, decoded.size() - 1))[i] / FULL_SCALE;
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
      return Decoder.create(config);
    } catch (MP4Exception | RuntimeException | AssertionError e) {
      throw RefusedAudioException.unsupported("AAC of a kind that is not decoded here");
    }
  }
}
