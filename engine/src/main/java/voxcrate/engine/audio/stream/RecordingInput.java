package voxcrate.engine.audio.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// The bytes of a recording, read in order through one buffer, with a position that can be set.
///
/// Lengths that a file states are never believed: what is read into memory names its own limit.
public final class RecordingInput extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final SeekableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

  /// Where in the file the buffer ends.
  private long bufferEnd;

  private RecordingInput(SeekableByteChannel channel) {
    this.channel = channel;
  }

  public static RecordingInput open(Path file) throws IOException {
    return new RecordingInput(Files.newByteChannel(file));
  }

  /// Of the whole file, in bytes. A file that still grows is read on to its end as it is then.
  public long size() throws IOException {
    return channel.size();
  }

  public long position() {
    return bufferEnd - buffer.remaining();
  }

  /// Behind the end is allowed, as in a channel: reading finds the end there.
  public void position(long position) throws IOException {
    if (position < 0) {
      throw RefusedAudioException.broken("a place before the beginning of the file");
    }
    long inBuffer = position - (bufferEnd - buffer.limit());
    if (inBuffer >= 0 && inBuffer <= buffer.limit()) {
      buffer.position((int) inBuffer);
      return;
    }
    channel.position(position);
    buffer.limit(0);
    bufferEnd = position;
  }

  @Override
  public int read() throws IOException {
    return buffer.hasRemaining() || fill() ? Byte.toUnsignedInt(buffer.get()) : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!buffer.hasRemaining() && !fill()) {
      return -1;
    }
    int taken = Math.min(length, buffer.remaining());
    buffer.get(target, from, taken);
    return taken;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = Math.clamp(bytes, 0, Math.max(0, size() - position()));
    position(position() + skipped);
    return skipped;
  }

  /// @throws EOFException when there are fewer
  public byte[] exactly(int bytes) throws IOException {
    var read = readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException();
    }
    return read;
  }

  /// The next bytes, without moving; fewer at the end.
  public byte[] peek(int bytes) throws IOException {
    long here = position();
    var read = readNBytes(bytes);
    position(here);
    return read;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean fill() throws IOException {
    buffer.clear();
    int read = channel.read(buffer);
    buffer.flip();
    bufferEnd += Math.max(0, read);
    return read > 0;
  }
}
