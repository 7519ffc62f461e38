package voxcrate.bundle.verify;

import java.io.IOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Entry;

/// Compares the digest of each content with the manifest's on its way to another sink. Whoever
/// keeps the files needs it; that the bytes are the signed ones is proven by their chunks already.
final class ComparedContents implements EntrySink {
  private final EntrySink sink;
  private @Nullable MessageDigest hash;

  ComparedContents(EntrySink sink) {
    this.sink = sink;
  }

  @Override
  public void begin(Entry entry) throws IOException {
    sink.begin(entry);
    hash = sink.provesDigest(entry) ? null : Digest.newHash();
  }

  @Override
  public void content(byte[] bytes, int offset, int length) throws IOException {
    if (hash != null) {
      hash.update(bytes, offset, length);
    }
    sink.content(bytes, offset, length);
  }

  /// @throws voxcrate.problem.ToolException when the content is another than the manifest says
  @Override
  public void end(Entry entry) throws IOException {
    if (hash != null && !Digest.of(hash).equals(entry.digest())) {
      throw EntrySink.differs(entry);
    }
    sink.end(entry);
  }

  @Override
  public void same(Entry entry) throws IOException {
    sink.same(entry);
  }
}
