package voxcrate.engine.audio.codec;

import voxcrate.engine.audio.stream.RefusedAudioException;

/// The head of an AudioSpecificConfig (ISO 14496-3, 1.6.2.1).
///
/// @param objectType 2 for AAC-LC, 5 and 29 for HE-AAC
/// @param sampleRate as stated: HE-AAC may double it
/// @param channels as stated, 0 where the stream itself says
public record AacConfig(int objectType, int sampleRate, int channels) {
  private static final int[] SAMPLE_RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};
  private static final int LOW_COMPLEXITY = 2;
  private static final int EXPLICIT_RATE = 15;
  private static final int LONG_TYPE = 31;

  public static AacConfig of(byte[] config) throws RefusedAudioException {
    if (config.length < 2) {
      throw RefusedAudioException.broken("an AAC track without its description");
    }
    int bits = (Byte.toUnsignedInt(config[0]) << 8) | Byte.toUnsignedInt(config[1]);
    int objectType = bits >>> 11;
    int rateCode = (bits >>> 7) & 15;
    int channelCode = (bits >>> 3) & 15;
    if (objectType == LONG_TYPE) {
      throw RefusedAudioException.unsupported("AAC of a kind that is not decoded here (xHE-AAC?)");
    }
    if (rateCode == EXPLICIT_RATE || rateCode >= SAMPLE_RATES.length) {
      throw RefusedAudioException.unsupported(
          "AAC with a sample rate outside the standard's table");
    }
    return new AacConfig(
        objectType,
        SAMPLE_RATES[rateCode],
        channelCode < CHANNELS.length ? CHANNELS[channelCode] : 0);
  }

  /// What an ADTS header says in other words, as a config of AAC-LC.
  public static byte[] lowComplexity(int rateCode, int channelCode) {
    int bits = (LOW_COMPLEXITY << 11) | (rateCode << 7) | (channelCode << 3);
    return new byte[] {(byte) (bits >>> 8), (byte) bits};
  }

  /// By its place in the standard's table; 0 where there is none.
  public static int sampleRate(int rateCode) {
    return rateCode < SAMPLE_RATES.length ? SAMPLE_RATES[rateCode] : 0;
  }
}
