package voxcrate.bundle.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Entry;

/// Finds contents that are carried already. Only files of one size can be the same; of those only
/// the ones that also begin alike are read before they are written.
final class Twins {
  private static final int BEGINNING = 1 << 16;

  private final Set<Long> sharedSizes = new HashSet<>();
  private final Set<Beginning> beginnings = new HashSet<>();
  private final Map<Digest, Entry> carriers = new HashMap<>();

  private record Beginning(long size, Digest digest) {}

  /// @param sizes of all files that are going to be written
  Twins(Collection<Long> sizes) {
    var seen = new HashSet<Long>();
    sizes.stream().filter(size -> !seen.add(size)).forEach(sharedSizes::add);
  }

  /// The entry that carries this content already.
  Optional<Entry> carrierOf(BundleContent content, long size) throws IOException {
    if (!sharedSizes.contains(size) || beginnings.add(beginning(content, size))) {
      return Optional.empty();
    }
    try (InputStream in = content.open()) {
      return Optional.ofNullable(carriers.get(Digest.of(in)));
    }
  }

  private static Beginning beginning(BundleContent content, long size) throws IOException {
    try (InputStream in = content.open()) {
      return new Beginning(size, Digest.of(in.readNBytes(BEGINNING)));
    }
  }

  /// `entry` carries its content from now on.
  void carried(Entry entry) {
    carriers.put(entry.digest(), entry);
  }
}
