package voxcrate.bundler.practice;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import voxcrate.bundler.practice.xet.Xorb;

/// What follows the headers of an answer, damaged or whole.
sealed interface Body {
  static Body none() {
    return new Text("");
  }

  /// The length that the answer states.
  long statedBytes();

  /// Opens the bytes from the first one sent.
  InputStream open() throws IOException;

  /// Sends the bytes; the caller closes `out`.
  default void send(OutputStream out) throws IOException {
    try (var in = open()) {
      in.transferTo(out);
    }
  }

  record Text(String text) implements Body {
    @Override
    public long statedBytes() {
      return bytes().length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes());
    }

    private byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /// `statedBytes` bytes of a file, from the offset `from`.
  record Span(Path file, long from, long statedBytes) implements Body {
    @Override
    public InputStream open() throws IOException {
      var in = Files.newInputStream(file);
      in.skipNBytes(from);
      return new Limited(in, statedBytes);
    }
  }

  /// `statedBytes` bytes of a xorb, from the offset `from` in it.
  record Stored(Xorb xorb, long from, long statedBytes) implements Body {
    @Override
    public InputStream open() throws IOException {
      return new Limited(xorb.open(from), statedBytes);
    }
  }

  /// One bit differs at `at`, counted from the first byte of this body.
  record Flipped(Body whole, long at) implements Body {
    @Override
    public long statedBytes() {
      return whole.statedBytes();
    }

    @Override
    public InputStream open() throws IOException {
      return new FlippingStream(whole.open(), at);
    }
  }

  /// Ends after `after` bytes though `statedBytes` were promised: the connection breaks.
  record Severed(Body whole, long after, long statedBytes) implements Body {
    @Override
    public InputStream open() throws IOException {
      return new Limited(whole.open(), after);
    }
  }

  /// Nothing is sent, not even headers: the connection breaks.
  record Unsent(Body whole) implements Body {
    @Override
    public long statedBytes() {
      return whole.statedBytes();
    }

    @Override
    public InputStream open() {
      return InputStream.nullInputStream();
    }
  }

  /// As [Severed], but the connection stays open and silent until `hub` closes.
  record Stalled(Body whole, long after, Shutdown hub) implements Body {
    @Override
    public long statedBytes() {
      return whole.statedBytes();
    }

    @Override
    public InputStream open() throws IOException {
      return new Limited(whole.open(), after);
    }

    @Override
    public void send(OutputStream out) throws IOException {
      try (var in = open()) {
        in.transferTo(out);
      }
      out.flush();
      hub.await();
    }
  }

  /// Reads at most so many bytes of another stream.
  final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long limit) {
      this.in = in;
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) {
        return -1;
      }
      left--;
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = in.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /// Turns one bit of another stream round.
  final class FlippingStream extends InputStream {
    private final InputStream in;
    private final long at;
    private long position;

    FlippingStream(InputStream in, long at) {
      this.in = in;
      this.at = at;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      return position++ == at && value >= 0 ? value ^ 1 : value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      if (at >= position && at < position + read) {
        buffer[offset + (int) (at - position)] ^= 1;
      }
      position += Math.max(read, 0);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
