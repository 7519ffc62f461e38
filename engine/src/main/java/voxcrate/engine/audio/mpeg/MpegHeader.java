package voxcrate.engine.audio.mpeg;

import java.util.Optional;

/// The four bytes before each frame of MPEG audio (ISO 11172-3, 2.4.2.3; ISO 13818-3; MPEG 2.5 is
/// Fraunhofer's extension to the lowest rates).
///
/// @param version 10, 20 or 25: ten times the version's number
/// @param layer 1 to 3
/// @param bytes of the whole frame, header included
/// @param samples of each channel that the frame holds
record MpegHeader(
    int version, int layer, int sampleRate, int channels, int bytes, int samples, boolean checked) {
  static final int BYTES = 4;

  /// No lawful frame is longer (layer II, 384 kbit/s at 32 kHz; MPEG 2.5 layer III at 8 kHz).
  static final int MAX_FRAME_BYTES = 3_000;

  private static final int FREE_FORMAT = 0;
  private static final int[] VERSIONS = {25, 0, 20, 10};
  private static final int[] SAMPLE_RATES = {44_100, 48_000, 32_000};

  /// In kbit/s: version 1 by layer, then versions 2 and 2.5 for layer I, and for II and III.
  private static final int[][] BIT_RATES = {
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
  };

  /// @return empty where these are no header; of a frame in free format `bytes` is 0
  static Optional<MpegHeader> of(int bits) {
    int version = VERSIONS[(bits >>> 19) & 3];
    int layer = 4 - ((bits >>> 17) & 3);
    int rateCode = (bits >>> 12) & 15;
    int frequencyCode = (bits >>> 10) & 3;
    boolean isSync = bits >>> 21 == 0x7FF;
    if (!isSync || version == 0 || layer == 4 || rateCode == 15 || frequencyCode == 3) {
      return Optional.empty();
    }
    int sampleRate = SAMPLE_RATES[frequencyCode] * 10 / (version == 25 ? 40 : version);
    int samples = samples(version, layer);
    int padding = ((bits >>> 9) & 1) * (layer == 1 ? 4 : 1);
    int bitRate = bitRate(version, layer, rateCode);
    int slots = samples / 8 * 1000 * bitRate / sampleRate;
    int bytes = rateCode == FREE_FORMAT ? 0 : (layer == 1 ? slots / 4 * 4 : slots) + padding;
    int channels = ((bits >>> 6) & 3) == 3 ? 1 : 2;
    boolean checked = (bits >>> 16 & 1) == 0;
    return Optional.of(
        new MpegHeader(version, layer, sampleRate, channels, bytes, samples, checked));
  }

  boolean isFreeFormat() {
    return bytes == 0;
  }

  /// Frames of one stream differ in size and, rarely, in channels, and in nothing else.
  boolean isOfStream(MpegHeader first) {
    return version == first.version && layer == first.layer && sampleRate == first.sampleRate;
  }

  /// "MP3", or what it is instead.
  String codec() {
    return layer == 3 ? "MP3" : layer == 2 ? "MP2" : "MP1";
  }

  /// What a layer III frame says about its own coding, between header and sound.
  int sideBytes() {
    int wide = version == 10 ? 32 : 17;
    int narrow = version == 10 ? 17 : 9;
    return channels == 1 ? narrow : wide;
  }

  private static int samples(int version, int layer) {
    return switch (layer) {
      case 1 -> 384;
      case 2 -> 1152;
      default -> version == 10 ? 1152 : 576;
    };
  }

  private static int bitRate(int version, int layer, int code) {
    int row = version == 10 ? layer - 1 : layer == 1 ? 3 : 4;
    return BIT_RATES[row][code];
  }
}
