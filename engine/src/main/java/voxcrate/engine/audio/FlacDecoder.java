package voxcrate.engine.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jflac.FLACDecoder;
import org.jflac.frame.Frame;
import org.jspecify.annotations.Nullable;

/// Reads FLAC with the jFLAC library (LGPL-2.1, its own jar, unchanged).
///
/// The library sees only the stream's description and its frames: pictures, tags and other blocks
/// are skipped here, because it believes the lengths stated inside them.
final class FlacDecoder implements AudioDecoder {
  private static final int STREAM_INFO_BYTES = 34;
  private static final int LAST_BLOCK = 0x80;
  private static final int BLOCK_TYPE = 0x7F;

  private final Path file;
  private final InputStream in;
  private final FLACDecoder library;
  private final PcmFormat format;
  private final float scale;
  private long framesRead;
  private @Nullable Frame frame;
  private int frameAt;

  FlacDecoder(Path file, InputStream in) throws IOException {
    this.file = file;
    this.in = in;
    in.skipNBytes(4);
    var description = readDescription();
    this.format = format(description);
    int bits = bits(description);
    if (!format.isSupported() || bits > 24) {
      throw AudioProblem.unsupported(
          file,
          "a FLAC file of %d Hz, %d channels, %d bits"
              .formatted(format.sampleRate(), format.channels(), bits));
    }
    this.scale = 1f / (1 << (bits - 1));
    this.library = new FLACDecoder(new SequenceInputStream(header(description), in));
    try {
      library.readMetadata();
    } catch (IOException | RuntimeException e) {
      throw AudioProblem.broken(file, "the FLAC header does not decode", e);
    }
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public int read(float[] interleaved, int maxFrames) {
    int written = 0;
    while (written < maxFrames && fill()) {
      int take = Math.min(maxFrames - written, blockSize() - frameAt);
      copy(interleaved, written, take);
      frameAt += take;
      written += take;
    }
    return written;
  }

  @Override
  public void close() {
    AudioDecoder.closeQuietly(in);
  }

  /// Whether there is at least one more decoded sample.
  private boolean fill() {
    while (frame == null || frameAt >= blockSize()) {
      frame = next();
      frameAt = 0;
      if (frame == null) {
        requireWhole();
        return false;
      }
      framesRead += blockSize();
    }
    return true;
  }

  private @Nullable Frame next() {
    try {
      var next = library.readNextFrame();
      if (library.getBadFrames() > 0) {
        throw AudioProblem.broken(file, "a FLAC frame is damaged after " + position());
      }
      if (next != null && next.header.channels != format.channels()) {
        throw AudioProblem.broken(file, "the number of channels changes after " + position());
      }
      return next;
    } catch (IOException | RuntimeException e) {
      if (e instanceof voxcrate.problem.ToolException known) {
        throw known;
      }
      throw AudioProblem.broken(file, "a FLAC frame does not decode after " + position(), e);
    }
  }

  private void requireWhole() {
    if (format.frames() >= 0 && framesRead < format.frames()) {
      throw AudioProblem.broken(
          file,
          "the file ends after "
              + position()
              + " of "
              + format.frames() / format.sampleRate()
              + " s");
    }
  }

  private String position() {
    return framesRead / format.sampleRate() + " s";
  }

  private int blockSize() {
    return frame == null ? 0 : frame.header.blockSize;
  }

  private void copy(float[] interleaved, int written, int take) {
    int channels = format.channels();
    for (int channel = 0; channel < channels; channel++) {
      var decoded = library.getChannelData()[channel].getOutput();
      for (int i = 0; i < take; i++) {
        interleaved[(written + i) * channels + channel] = decoded[frameAt + i] * scale;
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
    } catch (java.io.EOFException e) {
      throw AudioProblem.broken(file, "a block of the FLAC header reaches beyond the file", e);
    }
  }

  // RFC 9639, 8.2: 20 bits sample rate, 3 bits channels - 1, 5 bits bits - 1, 36 bits samples.
  private static PcmFormat format(byte[] description) {
    long packed = ByteBuffer.wrap(description).getLong(10);
    long samples = packed & 0xF_FFFF_FFFFL;
    return new PcmFormat(
        (int) (packed >>> 44), (int) (packed >>> 41 & 7) + 1, samples == 0 ? -1 : samples);
  }

  private static int bits(byte[] description) {
    return (int) (ByteBuffer.wrap(description).getLong(10) >>> 36 & 31) + 1;
  }

  private static InputStream header(byte[] description) {
    var header = ByteBuffer.allocate(8 + STREAM_INFO_BYTES);
    header.put(new byte[] {'f', 'L', 'a', 'C', (byte) LAST_BLOCK, 0, 0, STREAM_INFO_BYTES});
    header.put(description);
    return new ByteArrayInputStream(header.array());
  }
}
