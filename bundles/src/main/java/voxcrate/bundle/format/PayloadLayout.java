package voxcrate.bundle.format;

import voxcrate.bundle.Manifest.Entry;

/// Where contents lie in the payload tar. Entries are added in the order of the manifest, those
/// that are the same as an earlier one left out.
public final class PayloadLayout {
  private long position;

  /// Places `entry` and tells the offset of its first content byte.
  ///
  /// @throws ArithmeticException when the payload would be larger than a long can say
  public long add(Entry entry) {
    long offset = Math.addExact(position, TarHeader.length(entry));
    position = Math.addExact(offset, Math.addExact(entry.size(), TarHeader.padding(entry.size())));
    return offset;
  }

  /// Size of the whole tar, its end included.
  public long size() {
    return Math.addExact(position, TarHeader.TRAILER);
  }
}
