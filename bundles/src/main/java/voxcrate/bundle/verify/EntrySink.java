package voxcrate.bundle.verify;

import java.io.IOException;
import voxcrate.bundle.Manifest.Entry;

/// Takes the files of a bundle, one after the other in the order of the manifest. Every byte it is
/// given has been compared with a digest that a trusted key has signed.
public interface EntrySink {
  /// Content follows in any number of pieces, `entry.size()` bytes altogether.
  void begin(Entry entry) throws IOException;

  /// The next piece; the array is used again after the call.
  void content(byte[] bytes, int offset, int length) throws IOException;

  /// The content was complete and has the entry's digest.
  void end(Entry entry) throws IOException;

  /// An entry whose content was given before, under `entry.digest()`.
  void same(Entry entry) throws IOException;

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
