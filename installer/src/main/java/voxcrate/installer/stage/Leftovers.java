package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;

/// What a killed run left behind, or a release that is no longer wanted.
public final class Leftovers {
  private final InstallLayout layout;

  public Leftovers(InstallLayout layout) {
    this.layout = layout;
  }

  /// Removes half-written files, staging folders, and contents that no release uses.
  public void remove() throws IOException {
    Files.deleteIfExists(layout.incoming());
    for (var folder : children(layout.releases())) {
      if (name(folder).startsWith(".staging-")) {
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
    removeOrphans();
  }

  /// What a durable write leaves when it is cut short: the new content, not yet under its name.
  private static void removeHalfWritten(Path folder) throws IOException {
    for (var file : children(folder)) {
      if (name(file).startsWith(".new-")) {
        Files.delete(file);
      }
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// Removes releases other than those named, and what only they used.
  public void removeReleasesBut(Set<String> kept) throws IOException {
    for (var folder : children(layout.releases())) {
      var name = name(folder);
      if (!kept.contains(name)) {
        Durable.deleteTree(folder);
        Durable.deleteTree(layout.derived(name));
        Durable.deleteTree(layout.evidence(name));
      }
    }
    removeOrphans();
  }

  /// A content that only the store links to belongs to no release.
  private void removeOrphans() throws IOException {
    if (!Files.exists(layout.store())) {
      return;
    }
    var used = usedFiles();
    try (Stream<Path> files = Files.walk(layout.store())) {
      for (var file : files.toList()) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !used.contains(inode(file))) {
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
