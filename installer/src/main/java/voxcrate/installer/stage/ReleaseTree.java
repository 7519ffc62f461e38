package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;

/// Lays a release out as hard links into the store: a fresh one aside, to be renamed into place, or
/// an existing one file by file, which mends it.
final class ReleaseTree {
  private final InstallLayout layout;
  private final Manifest manifest;

  ReleaseTree(InstallLayout layout, Manifest manifest) {
    this.layout = layout;
    this.manifest = manifest;
  }

  /// Makes `root` hold exactly the files of the manifest, every one of them the store's.
  ///
  /// @return how many files had to be put there
  int layOut(Path root) throws IOException {
    var folders = foldersBelow(root);
    for (var folder : folders) {
      makeReal(folder);
    }
    int changed = 0;
    for (var entry : manifest.entries()) {
      changed += link(entry, entry.path().under(root)) ? 1 : 0;
    }
    removeOthers(root);
    for (var folder : folders.descendingSet()) {
      Durable.syncFolder(folder);
    }
    return changed;
  }

  private NavigableSet<Path> foldersBelow(Path root) {
    var folders = new TreeSet<Path>();
    folders.add(root);
    for (var entry : manifest.entries()) {
      var folder = entry.path().under(root).getParent();
      while (folder != null && folders.add(folder)) {
        folder = folder.getParent();
      }
    }
    return folders;
  }

  /// A folder of its own, whatever the umask; never a link that leads elsewhere.
  private static void makeReal(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(folder);
      Files.createDirectory(folder);
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private boolean link(Entry entry, Path target) throws IOException {
    var stored = layout.stored(entry.digest(), entry.mode());
    boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (there && isSameFile(stored, target)) {
      return false;
    }
    var fresh = target.resolveSibling(".link-" + entry.digest().hex().substring(0, 12));
    Files.deleteIfExists(fresh);
    Files.createLink(fresh, stored);
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      Durable.deleteTree(target);
    }
    Files.move(fresh, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  private static boolean isSameFile(Path stored, Path target) throws IOException {
    return Files.getAttribute(stored, "unix:ino", LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getAttribute(target, "unix:ino", LinkOption.NOFOLLOW_LINKS));
  }

  private void removeOthers(Path folder) throws IOException {
    Set<Path> expected = new HashSet<>();
    manifest.entries().forEach(entry -> expected.add(entry.path().under(folder)));
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.toList()) {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !expected.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
