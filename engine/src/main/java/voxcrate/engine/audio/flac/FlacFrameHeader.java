package voxcrate.engine.audio.flac;

import java.io.IOException;

/// The header of one FLAC frame (RFC 9639, 9.1).
///
/// @param blockSize samples of each channel
/// @param channels how many there are
/// @param stereo how two of them were combined
/// @param bits of one sample
/// @param number of the frame, or of its first sample
/// @param numberIsSample which of the two
record FlacFrameHeader(
    int blockSize, int channels, Stereo stereo, int bits, long number, boolean numberIsSample) {
  private static final int SYNC = 0b11111111111110;
  private static final int[] BITS = {0, 8, 12, -1, 16, 20, 24, 32};

  /// What the two channels of a stereo frame hold.
  enum Stereo {
    INDEPENDENT,
    LEFT_SIDE,
    SIDE_RIGHT,
    MID_SIDE
  }

  /// @param streamBits bits of one sample as the whole stream states them
  static FlacFrameHeader read(FlacBits in, int streamBits) throws IOException {
    if (in.unsigned(14) != SYNC || in.unsigned(1) != 0) {
      throw new FlacException("no frame begins where one should");
    }
    boolean numberIsSample = in.unsigned(1) == 1;
    int blockCode = (int) in.unsigned(4);
    int rateCode = (int) in.unsigned(4);
    int channelCode = (int) in.unsigned(4);
    int bitsCode = (int) in.unsigned(3);
    if (in.unsigned(1) != 0 || bitsCode == 3 || channelCode > 10) {
      throw new FlacException("a frame header uses reserved values");
    }
    long number = number(in);
    int blockSize = blockSize(in, blockCode);
    skipRate(in, rateCode);
    int crc = in.crc8();
    if (in.unsigned(8) != crc) {
      throw new FlacException("a frame header has a wrong checksum");
    }
    return new FlacFrameHeader(
        blockSize,
        channelCode < 8 ? channelCode + 1 : 2,
        channelCode < 8 ? Stereo.INDEPENDENT : Stereo.values()[channelCode - 7],
        bitsCode == 0 ? streamBits : BITS[bitsCode],
        number,
        numberIsSample);
  }

  /// The frame's or sample's number, coded as UTF-8 codes characters, up to 36 bits.
  private static long number(FlacBits in) throws IOException {
    int first = (int) in.unsigned(8);
    int ones = Integer.numberOfLeadingZeros(~(first << 24));
    if (ones == 1 || ones > 7) {
      throw new FlacException("a frame's number is not coded as it should be");
    }
    long number = first & (0x7F >> ones);
    for (int i = 1; i < ones; i++) {
      long next = in.unsigned(8);
      if (next >>> 6 != 0b10) {
        throw new FlacException("a frame's number is not coded as it should be");
      }
      number = (number << 6) | (next & 0x3F);
    }
    return number;
  }

  private static int blockSize(FlacBits in, int code) throws IOException {
    if (code == 0) {
      throw new FlacException("a frame header uses reserved values");
    }
    if (code == 1) {
      return 192;
    }
    if (code <= 5) {
      return 144 << code;
    }
    if (code <= 7) {
      return (int) in.unsigned(code == 6 ? 8 : 16) + 1;
    }
    return 1 << code;
  }

  /// The stream's description says the rate; here it is only stepped over.
  private static void skipRate(FlacBits in, int code) throws IOException {
    if (code == 15) {
      throw new FlacException("a frame header uses reserved values");
    }
    if (code >= 12) {
      in.unsigned(code == 12 ? 8 : 16);
    }
  }
}
