package voxcrate.bundle.verify;

import java.io.IOException;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.problem.ToolException;

/// Takes the files of a bundle, one after the other in the order of the manifest. Every byte it is
/// given has been compared with a digest that a trusted key has signed.
public interface EntrySink {
  /// Content follows in any number of pieces, `entry.size()` bytes altogether.
  void begin(Entry entry) throws IOException;

  /// Whether this sink itself makes sure that the content which follows has the entry's digest, as
  /// one does that compares it with another content; asked right after [#begin].
  default boolean provesDigest(Entry entry) {
    return false;
  }

  /// The next piece; the array is used again after the call.
  void content(byte[] bytes, int offset, int length) throws IOException;

  /// The content was complete; it has the entry's digest, unless the sink proves that itself.
  void end(Entry entry) throws IOException;

  /// An entry whose content was given before, under `entry.digest()`.
  void same(Entry entry) throws IOException;

  /// What to throw where a content has another digest than its entry.
  static ToolException differs(Entry entry) {
    return PayloadComparer.differs("content with another digest", entry);
  }

  /// Looks at everything and keeps nothing.
  EntrySink DISCARD =
      new EntrySink() {
        @Override
        public void begin(Entry entry) {}

        @Override
        public void content(byte[] bytes, int offset, int length) {}

        @Override
        public void end(Entry entry) {}

        @Override
        public void same(Entry entry) {}
      };
}
