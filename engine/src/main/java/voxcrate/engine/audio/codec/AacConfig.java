package voxcrate.engine.audio.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import voxcrate.engine.audio.stream.RefusedAudioException;

/// The head of an AudioSpecificConfig (ISO 14496-3, 1.6.2.1): what it says of the AAC-LC that every
/// HE-AAC has as its core.
public final class AacConfig {
  private static final int[] SAMPLE_RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};

  /// For each number of channels, at which place JAAD gives the one that is at this place in WAV
  /// and everywhere else: AAC begins with the one in the middle, and ends with the one for depth.
  private static final int[][] ORDERS = {
    {},
    {0},
    {0, 1},
    {1, 2, 0},
    {1, 2, 0, 3},
    {1, 2, 0, 3, 4},
    {1, 2, 0, 5, 3, 4},
    {},
    {1, 2, 0, 7, 5, 6, 3, 4}
  };

  private static final int LONG_TERM_PREDICTION = 4;
  private static final int BAND_REPLICATION = 5;
  private static final int PARAMETRIC_STEREO = 29;
  private static final int EXPLICIT_RATE = 15;

  private final int sampleRate;
  private final int channels;
  private final byte[] core;

  private AacConfig(int sampleRate, int channels, byte[] core) {
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.core = core;
  }

  static AacConfig of(byte[] config) throws RefusedAudioException {
    if (config.length < 2) {
      throw RefusedAudioException.broken("an AAC track without its description");
    }
    var bits = new Bits(config);
    int objectType = bits.objectType();
    int rateCode = bits.next(4);
    int channelCode = bits.next(4);
    if (rateCode >= SAMPLE_RATES.length) {
      throw RefusedAudioException.unsupported(
          "AAC with a sample rate outside the standard's table");
    }
    if (objectType == BAND_REPLICATION || objectType == PARAMETRIC_STEREO) {
      bits.next(bits.next(4) == EXPLICIT_RATE ? 24 : 0);
      objectType = bits.objectType();
    }
    if (objectType > LONG_TERM_PREDICTION) {
      throw RefusedAudioException.unsupported(
          "AAC of a kind that is not decoded here (" + name(objectType) + ")");
    }
    int channels = channelCode < CHANNELS.length ? CHANNELS[channelCode] : 0;
    var core =
        channels == 0 ? config.clone() : head(objectType, rateCode, channelCode, bits.next(1));
    return new AacConfig(SAMPLE_RATES[rateCode], channels, core);
  }

  private static String name(int objectType) {
    return switch (objectType) {
      case 23 -> "AAC-LD";
      case 39 -> "AAC-ELD";
      case 42 -> "xHE-AAC";
      default -> "object type " + objectType;
    };
  }

  /// Of the core: HE-AAC plays at twice that.
  int sampleRate() {
    return sampleRate;
  }

  /// Of the core; 0 where the stream itself says.
  int channels() {
    return channels;
  }

  /// The config of the core alone; all of it where channels are described in the stream.
  byte[] core() {
    return core.clone();
  }

  /// At which place the decoder gives each channel.
  int[] order() {
    return ORDERS[channels].clone();
  }

  /// What an ADTS header says, in the words of a config.
  public static byte[] of(int objectType, int rateCode, int channelCode) {
    return head(objectType, rateCode, channelCode, 0);
  }

  /// @param shortFrames 1 for frames of 960 samples, 0 for 1,024
  private static byte[] head(int objectType, int rateCode, int channelCode, int shortFrames) {
    int bits = (objectType << 11) | (rateCode << 7) | (channelCode << 3) | (shortFrames << 2);
    return new byte[] {(byte) (bits >>> 8), (byte) bits};
  }

  /// By its place in the standard's table; 0 where there is none.
  public static int sampleRate(int rateCode) {
    return rateCode < SAMPLE_RATES.length ? SAMPLE_RATES[rateCode] : 0;
  }

  /// The first bits; zeros behind the end.
  private static final class Bits {
    private long left;

    Bits(byte[] bytes) {
      left = ByteBuffer.wrap(Arrays.copyOf(bytes, Long.BYTES)).getLong();
    }

    int objectType() {
      int type = next(5);
      return type == 31 ? 32 + next(6) : type;
    }

    int next(int count) {
      int bits = (int) (left >>> 1 >>> (Long.SIZE - 1 - count));
      left <<= count;
      return bits;
    }
  }
}
