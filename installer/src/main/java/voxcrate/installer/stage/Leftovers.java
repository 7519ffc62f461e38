package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import voxcrate.bundle.Manifest;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;

/// What a killed run left behind, or a release that is no longer wanted.
public final class Leftovers {
  private final InstallLayout layout;

  public Leftovers(InstallLayout layout) {
    this.layout = layout;
  }

  /// Removes what is half-written, releases other than those named, and contents that no release
  /// uses.
  public void removeBut(Set<String> kept) throws IOException {
    removeBut(kept, Set.of());
  }

  /// As above, but contents of `wanted` may stay: another run had brought them already, and this
  /// one need not write them again.
  public void removeBut(Set<String> kept, Manifest wanted) throws IOException {
    var contents = new HashSet<Path>();
    for (var entry : wanted.entries()) {
      contents.add(layout.stored(entry.digest(), entry.mode()));
    }
    removeBut(kept, contents);
  }

  private void removeBut(Set<String> kept, Set<Path> wanted) throws IOException {
    removeHalfWritten();
    removeOthers(kept);
    removeOrphans(wanted);
  }

  /// Removes what has not got its final name.
  public void removeHalfWritten() throws IOException {
    Durable.deleteTree(layout.incoming());
    for (var folder : children(layout.releases())) {
      if (name(folder).startsWith(".staging-")) {
        Durable.deleteTree(folder);
      }
    }
    for (var folder : children(layout.derived())) {
      if (name(folder).startsWith(".")) {
        Durable.deleteTree(folder);
      }
    }
    removeHalfWritten(layout.prefix());
    for (var folder : layout.folders()) {
      removeHalfWritten(folder);
    }
    for (var folder : children(layout.evidence())) {
      removeHalfWritten(folder);
    }
  }

  /// What a durable write leaves when it is cut short: the new content, not yet under its name.
  private static void removeHalfWritten(Path folder) throws IOException {
    for (var file : children(folder)) {
      if (name(file).startsWith(InstallLayout.HALF_WRITTEN)) {
        Files.delete(file);
      }
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// Removes releases other than those named, and what only they used.
  public void removeReleasesBut(Set<String> kept) throws IOException {
    removeOthers(kept);
    removeOrphans(Set.of());
  }

  /// Of each release the tree goes first: as long as something of it is there, what is left can be
  /// told by its name.
  private void removeOthers(Set<String> kept) throws IOException {
    for (var place : List.of(layout.releases(), layout.derived(), layout.evidence())) {
      for (var folder : children(place)) {
        if (!kept.contains(name(folder))) {
          Durable.deleteTree(folder);
        }
      }
    }
  }

  /// A content that only the store links to belongs to no release.
  private void removeOrphans(Set<Path> wanted) throws IOException {
    if (!Files.exists(layout.store())) {
      return;
    }
    var used = usedFiles();
    try (Stream<Path> files = Files.walk(layout.store())) {
      for (var file : files.toList()) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !used.contains(inode(file))
            && !wanted.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }

  private Set<Object> usedFiles() throws IOException {
    var used = new HashSet<>();
    for (var release : children(layout.releases())) {
      try (Stream<Path> files = Files.walk(release)) {
        for (var file : files.toList()) {
          used.add(inode(file));
        }
      }
    }
    return used;
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }
}
