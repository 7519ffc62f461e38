package voxcrate.bundle.verify;

import java.util.List;
import java.util.TreeMap;
import voxcrate.bundle.Manifest.Entry;

/// Where contents lie in a payload.
final class ContentPlaces {
  static final ContentPlaces NONE = new ContentPlaces(List.of());

  private final TreeMap<Long, Entry> byOffset = new TreeMap<>();

  /// @param entries of a manifest whose rules hold
  ContentPlaces(List<Entry> entries) {
    entries.stream()
        .filter(entry -> !entry.same())
        .forEach(entry -> byOffset.put(entry.offset(), entry));
  }

  /// Whether the `length` bytes from `position` on are all of one content.
  boolean cover(long position, int length) {
    var content = byOffset.floorEntry(position);
    return content != null && position + length <= content.getKey() + content.getValue().size();
  }
}
