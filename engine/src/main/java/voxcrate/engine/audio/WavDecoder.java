package voxcrate.engine.audio;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads RIFF WAVE: chunks in any order before `data`, unknown ones skipped.
final class WavDecoder implements AudioDecoder {
  /// Writers that cannot seek back leave a size of this kind: the data go on to the file's end.
  private static final long OPEN_END = 0x7FFF_0000L;

  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int MAX_FORMAT_BYTES = 1 << 10;

  private final Path file;
  private final InputStream in;
  private final WavSamples samples;
  private final PcmFormat format;
  private final boolean openEnd;
  private long bytesLeft;

  WavDecoder(Path file, InputStream in) throws IOException {
    this.file = file;
    this.in = in;
    in.skipNBytes(MAGIC_BYTES);
    this.samples = readUpToData();
    this.openEnd = bytesLeft >= OPEN_END;
    int frameBytes = samples.frameBytes();
    long frames = openEnd ? -1 : bytesLeft / frameBytes;
    this.format = new PcmFormat(samples.sampleRate(), samples.channels(), frames);
    if (!format.isSupported()) {
      throw AudioProblem.unsupported(
          file, format.sampleRate() + " Hz with " + format.channels() + " channels");
    }
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public int read(float[] interleaved, int maxFrames) {
    int frameBytes = samples.frameBytes();
    long frames = Math.min(maxFrames, bytesLeft / frameBytes);
    if (frames == 0) {
      return 0;
    }
    var bytes = read((int) frames * frameBytes);
    int whole = bytes.length / frameBytes;
    if (whole < frames && !openEnd) {
      throw AudioProblem.broken(
          file, "the file ends " + (bytesLeft - bytes.length) + " bytes before its stated end");
    }
    bytesLeft = whole < frames ? 0 : bytesLeft - bytes.length;
    samples.decode(bytes, interleaved, whole);
    return whole;
  }

  @Override
  public void close() {
    AudioDecoder.closeQuietly(in);
  }

  private byte[] read(int bytes) {
    try {
      return in.readNBytes(bytes);
    } catch (IOException e) {
      throw AudioProblem.unreadable(file, e);
    }
  }

  /// Leaves the stream at the first sample, and the size of the data in `bytesLeft`.
  private WavSamples readUpToData() throws IOException {
    byte[] description = {};
    while (true) {
      var header = header();
      var id = new String(header, 0, 4, StandardCharsets.ISO_8859_1);
      long bytes = Integer.toUnsignedLong(littleEndian(header).getInt(4));
      if (id.equals("data")) {
        bytesLeft = bytes;
        return WavSamples.of(file, description);
      }
      if (id.equals("fmt ")) {
        description = in.readNBytes((int) Math.min(bytes, MAX_FORMAT_BYTES));
        bytes -= description.length;
      }
      // Chunks begin at even positions.
      skip(bytes + (bytes & 1));
    }
  }

  private byte[] header() throws IOException {
    var header = in.readNBytes(CHUNK_HEADER_BYTES);
    if (header.length < CHUNK_HEADER_BYTES) {
      throw AudioProblem.broken(file, "a WAV file without a 'data' chunk");
    }
    return header;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void skip(long bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
    } catch (EOFException e) {
      throw AudioProblem.broken(file, "a chunk of the WAV file reaches beyond the file", e);
    }
  }
}
