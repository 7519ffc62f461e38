package voxcrate.bundler.intake;

import java.util.Comparator;
import java.util.List;

/// What is in a foreign tree.
///
/// @param files those that can be read, sorted by path
/// @param unusable the rest, folders left out
record Inventory(List<ForeignFile> files, List<NotTaken> unusable) {
  Inventory {
    files = files.stream().sorted(Comparator.comparing(ForeignFile::path)).toList();
    unusable = List.copyOf(unusable);
  }
}
