package voxcrate.engine.audio;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads FLAC (RFC 9639). Every frame's checksum is compared: damage is refused, not heard.
///
/// Our own, because recordings are untrusted: the one library on Maven does not come back from some
/// damaged files and turns others into silence (`docs/adr/0008-own-flac-decoder.md`).
final class FlacDecoder implements AudioDecoder {
  private static final int STREAM_INFO_BYTES = 34;
  private static final int LAST_BLOCK = 0x80;
  private static final int BLOCK_TYPE = 0x7F;

  private final Path file;
  private final InputStream in;
  private final FlacBits bits;
  private final PcmFormat format;
  private final int sampleBits;
  private @Nullable FlacFrame frame;
  private int frameAt;
  private long framesDecoded;

  FlacDecoder(Path file, InputStream in) throws IOException {
    this.file = file;
    this.in = in;
    in.skipNBytes(4);
    var description = readDescription();
    this.format = format(description);
    this.sampleBits = ((int) (ByteBuffer.wrap(description).getLong(10) >>> 36) & 31) + 1;
    if (!format.isSupported()) {
      throw AudioProblem.unsupported(
          file, format.sampleRate() + " Hz with " + format.channels() + " channels");
    }
    this.bits = new FlacBits(in);
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public int read(float[] interleaved, int maxFrames) {
    int written = 0;
    for (var current = current(); current != null && written < maxFrames; current = current()) {
      int take = Math.min(maxFrames - written, current.blockSize() - frameAt);
      copy(current, interleaved, written, take);
      frameAt += take;
      written += take;
    }
    return written;
  }

  @Override
  public void close() {
    AudioDecoder.closeQuietly(in);
  }

  /// A frame with samples not yet given; null at the end.
  private @Nullable FlacFrame current() {
    if (frame == null || frameAt == frame.blockSize()) {
      frame = next();
      frameAt = 0;
    }
    return frame;
  }

  private @Nullable FlacFrame next() {
    try {
      if (isAtEnd()) {
        return null;
      }
      var next = FlacFrame.read(bits, sampleBits);
      if (next.channels() != format.channels()) {
        throw new FlacException("the number of channels changes");
      }
      framesDecoded += next.blockSize();
      return next;
    } catch (EOFException e) {
      throw AudioProblem.broken(file, "the file ends inside a frame after " + position(), e);
    } catch (FlacException e) {
      throw AudioProblem.broken(file, e.getMessage() + " after " + position(), e);
    } catch (IOException e) {
      throw AudioProblem.unreadable(file, e);
    }
  }

  /// What follows the last sample, such as tags of other formats, is not looked at.
  private boolean isAtEnd() throws IOException {
    boolean lengthKnown = format.frames() >= 0;
    if (lengthKnown && framesDecoded >= format.frames()) {
      return true;
    }
    if (!bits.isAtEnd()) {
      return false;
    }
    if (lengthKnown) {
      throw new FlacException("the file, of " + format.frames() / format.sampleRate() + " s, ends");
    }
    return true;
  }

  private String position() {
    return framesDecoded / format.sampleRate() + " s";
  }

  private void copy(FlacFrame from, float[] interleaved, int written, int take) {
    int channels = format.channels();
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < take; i++) {
        interleaved[(written + i) * channels + channel] = from.sample(channel, frameAt + i);
      }
    }
  }

  /// The STREAMINFO block, which is always the first; what follows is skipped up to the frames.
  private byte[] readDescription() throws IOException {
    byte[] description = {};
    boolean last = false;
    while (!last) {
      var header = in.readNBytes(4);
      if (header.length < 4) {
        throw AudioProblem.broken(file, "the FLAC header ends too early");
      }
      last = (header[0] & LAST_BLOCK) != 0;
      int bytes = ByteBuffer.wrap(header).getInt() & 0xFF_FFFF;
      if ((header[0] & BLOCK_TYPE) == 0 && bytes == STREAM_INFO_BYTES) {
        description = in.readNBytes(bytes);
      } else {
        skip(bytes);
      }
    }
    if (description.length < STREAM_INFO_BYTES) {
      throw AudioProblem.broken(file, "a FLAC file without a description of its stream");
    }
    return description;
  }

  private void skip(int bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
    } catch (EOFException e) {
      throw AudioProblem.broken(file, "a block of the FLAC header reaches beyond the file", e);
    }
  }

  // RFC 9639, 8.2: 20 bits sample rate, 3 bits channels - 1, 5 bits bits - 1, 36 bits samples.
  private static PcmFormat format(byte[] description) {
    long packed = ByteBuffer.wrap(description).getLong(10);
    long samples = packed & 0xF_FFFF_FFFFL;
    return new PcmFormat(
        (int) (packed >>> 44), ((int) (packed >>> 41) & 7) + 1, samples == 0 ? -1 : samples);
  }
}
