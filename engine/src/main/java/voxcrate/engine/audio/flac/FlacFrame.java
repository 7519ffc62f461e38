package voxcrate.engine.audio.flac;

import java.io.IOException;
import voxcrate.engine.audio.flac.FlacFrameHeader.Stereo;

/// One decoded FLAC frame (RFC 9639, 9): samples by channel, as integers.
final class FlacFrame {
  private final FlacFrameHeader header;
  private final long[][] samples;

  private FlacFrame(FlacFrameHeader header) {
    this.header = header;
    this.samples = new long[header.channels()][header.blockSize()];
  }

  /// @throws FlacException when the frame is damaged
  /// @throws java.io.EOFException when the stream ends inside it
  static FlacFrame read(FlacBits in, int streamBits) throws IOException {
    in.startFrame();
    return read(in, FlacFrameHeader.read(in, streamBits));
  }

  /// What follows a header.
  static FlacFrame read(FlacBits in, FlacFrameHeader header) throws IOException {
    var frame = new FlacFrame(header);
    for (int channel = 0; channel < frame.samples.length; channel++) {
      FlacSubframe.read(in, frame.samples[channel], frame.bits(channel));
    }
    in.align();
    int crc = in.crc16();
    if (in.unsigned(16) != crc) {
      throw new FlacException("a frame has a wrong checksum");
    }
    frame.separateChannels();
    return frame;
  }

  int blockSize() {
    return header.blockSize();
  }

  int channels() {
    return header.channels();
  }

  /// Where in the recording this frame begins, in samples.
  ///
  /// @param streamBlockSize of the frames before it, where all have the same
  long firstSample(int streamBlockSize) {
    return header.numberIsSample() ? header.number() : header.number() * streamBlockSize;
  }

  /// Writes `count` samples of each channel from `from` on, interleaved, in [-1, 1].
  ///
  /// @param at where in `interleaved` they begin
  void copy(int from, int count, float[] interleaved, int at) {
    double full = 1L << (header.bits() - 1);
    for (int channel = 0; channel < samples.length; channel++) {
      for (int i = 0; i < count; i++) {
        interleaved[at + i * samples.length + channel] =
            (float) (samples[channel][from + i] / full);
      }
    }
  }

  /// The difference of two channels needs one bit more.
  private int bits(int channel) {
    boolean isSide =
        switch (header.stereo()) {
          case INDEPENDENT -> false;
          case LEFT_SIDE, MID_SIDE -> channel == 1;
          case SIDE_RIGHT -> channel == 0;
        };
    return header.bits() + (isSide ? 1 : 0);
  }

  private void separateChannels() {
    if (header.stereo() == Stereo.INDEPENDENT) {
      return;
    }
    for (int i = 0; i < header.blockSize(); i++) {
      long first = samples[0][i];
      long second = samples[1][i];
      switch (header.stereo()) {
        case LEFT_SIDE -> samples[1][i] = first - second;
        case SIDE_RIGHT -> samples[0][i] = first + second;
        case MID_SIDE -> {
          // The lowest bit of the sum is that of the difference.
          long sum = (first << 1) | (second & 1);
          samples[0][i] = (sum + second) >> 1;
          samples[1][i] = (sum - second) >> 1;
        }
        case INDEPENDENT -> throw new AssertionError("handled above");
      }
    }
  }
}
