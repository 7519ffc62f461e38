package voxcrate.bundler.hub;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import okhttp3.Response;

/// The content of a file as it arrives. Whoever has it closes it.
public final class Content implements AutoCloseable {
  private static final Pattern RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18})");

  private final Response response;
  private final StatedContent stated;

  Content(Response response, StatedContent stated) {
    this.response = response;
    this.stated = stated;
  }

  /// Which bytes come.
  public sealed interface Extent {
    /// From the first byte on.
    record Whole() implements Extent {}

    /// @param from offset of the first byte
    /// @param totalBytes size of the whole file
    record Part(long from, long totalBytes) implements Extent {}

    /// What was asked for lies outside the file, or the answer contradicts itself.
    record Unusable() implements Extent {}
  }

  public Extent extent() {
    if (response.code() == 200) {
      return new Extent.Whole();
    }
    var range = RANGE.matcher(Optional.ofNullable(response.header("Content-Range")).orElse(""));
    return response.code() == 206 && range.matches()
        ? new Extent.Part(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)))
        : new Extent.Unusable();
  }

  /// What the hub itself said of the file. A content host's words do not count.
  public StatedContent stated() {
    return stated;
  }

  /// How many bytes are announced.
  public OptionalLong announcedBytes() {
    long length = response.body().contentLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /// What tells whether a later answer is of the same bytes; weak tags are none.
  public Optional<String> validator() {
    return Optional.ofNullable(response.header("ETag")).filter(tag -> tag.startsWith("\""));
  }

  public String host() {
    return response.request().url().host();
  }

  public InputStream stream() {
    return response.body().byteStream();
  }

  /// Fills the front of `buffer`.
  ///
  /// @return fewer than `wanted` bytes where the connection broke or ended
  public int fill(byte[] buffer, int wanted) throws InterruptedException {
    int filled = 0;
    try {
      while (filled < wanted) {
        int read = stream().read(buffer, filled, wanted - filled);
        if (read < 0) {
          return filled;
        }
        filled += read;
      }
      return filled;
    } catch (IOException _) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return filled;
    }
  }

  @Override
  public void close() {
    response.close();
  }
}
