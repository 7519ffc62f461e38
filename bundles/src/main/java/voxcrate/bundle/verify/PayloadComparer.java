package voxcrate.bundle.verify;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.format.TarHeader;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Follows the payload with the manifest in hand: the header bytes that the manifest implies are
/// compared with the stream, contents go to the sink, and anything else is refused. No tar is
/// parsed.
final class PayloadComparer {
  private final VerifiedChunks chunks;
  private final LongConsumer progress;
  private long read;
  private byte[] bytes = new byte[0];
  private int position;
  private int limit;

  /// @param progress hears how many bytes of the payload have been read
  PayloadComparer(VerifiedChunks chunks, LongConsumer progress) {
    this.chunks = chunks;
    this.progress = progress;
  }

  void follow(Manifest manifest, EntrySink sink) throws IOException {
    for (var entry : manifest.entries()) {
      if (entry.same()) {
        sink.same(entry);
      } else {
        expect(TarHeader.of(entry, manifest.created()), entry);
        content(entry, sink);
        expect(new byte[TarHeader.padding(entry.size())], entry);
      }
    }
    expect(new byte[TarHeader.TRAILER], null);
    if (more()) {
      throw differs("bytes after the end of the archive", null);
    }
  }

  private void content(Entry entry, EntrySink sink) throws IOException {
    sink.begin(entry);
    long left = entry.size();
    while (left > 0) {
      if (!more()) {
        throw differs("the payload ends within the content", entry);
      }
      int length = (int) Math.min(left, limit - position);
      sink.content(bytes, position, length);
      position += length;
      left -= length;
    }
    sink.end(entry);
  }

  private void expect(byte[] expected, @Nullable Entry entry) {
    int done = 0;
    while (done < expected.length) {
      if (!more()) {
        throw differs("the payload ends too early", entry);
      }
      int length = Math.min(expected.length - done, limit - position);
      if (!Arrays.equals(bytes, position, position + length, expected, done, done + length)) {
        throw differs("other bytes than the manifest implies", entry);
      }
      position += length;
      done += length;
    }
  }

  private boolean more() {
    while (position == limit) {
      var chunk = chunks.next();
      if (chunk == null) {
        return false;
      }
      bytes = chunk.bytes;
      position = 0;
      limit = chunk.length;
      read += limit;
      progress.accept(read);
    }
    return true;
  }

  static ToolException differs(String found, @Nullable Entry entry) {
    var place = entry == null ? "the end of the payload" : entry.path().value();
    return new ToolException(
        Problem.of(
            BundleCode.PAYLOAD_DIFFERS,
            "The payload is not what the manifest says",
            "comparing " + place,
            found,
            "the bundle was signed by a faulty or foreign builder: build it again",
            "until then, do not install it"));
  }
}
