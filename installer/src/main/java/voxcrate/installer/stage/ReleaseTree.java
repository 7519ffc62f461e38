package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.OnDisk;

/// Lays a release out as hard links into the store: a fresh one aside, to be renamed into place, or
/// an existing one file by file, which mends it.
final class ReleaseTree {
  private static final Set<PosixFilePermission> RIGHTS =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final InstallLayout layout;
  private final Manifest manifest;

  ReleaseTree(InstallLayout layout, Manifest manifest) {
    this.layout = layout;
    this.manifest = manifest;
  }

  /// Happens once, before anything of a release changes.
  @FunctionalInterface
  interface BeforeChange {
    void run() throws IOException;
  }

  /// Makes `root` hold exactly the files of the manifest, every one of them the store's.
  ///
  /// @return how many files had to be put there
  int layOut(Path root, BeforeChange before) throws IOException {
    var folders = foldersBelow(root);
    for (var folder : folders) {
      makeReal(folder);
    }
    int changed = 0;
    for (var entry : manifest.entries()) {
      var target = entry.path().under(root);
      if (!isLinked(entry, target)) {
        if (changed == 0) {
          before.run();
        }
        link(entry, target);
        changed++;
      }
    }
    removeOthers(root, folders);
    for (var folder : folders.descendingSet()) {
      Durable.syncFolder(folder);
    }
    return changed;
  }

  /// Links again to those of the contents that the tree has another file for. Nothing else in it is
  /// looked at.
  ///
  /// @param contents places in the store, each of a content that has been verified
  void takeOver(Path root, Set<Path> contents, BeforeChange before) throws IOException {
    var folders = new TreeSet<Path>();
    for (var entry : manifest.entries()) {
      var target = entry.path().under(root);
      if (contents.contains(layout.stored(entry.digest(), entry.mode()))
          && isFolderOf(root, target)
          && !isLinked(entry, target)) {
        if (folders.isEmpty()) {
          before.run();
        }
        link(entry, target);
        folders.add(Objects.requireNonNull(target.getParent()));
      }
    }
    for (var folder : folders) {
      Durable.syncFolder(folder);
    }
  }

  /// Whether the folder of `file` and those above it, up to `root`, are folders and no links.
  private static boolean isFolderOf(Path root, Path file) {
    for (var folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      if (folder.equals(root)) {
        return true;
      }
    }
    return false;
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
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(RIGHTS));
    }
    if (!Files.getPosixFilePermissions(folder).equals(RIGHTS)) {
      Files.setPosixFilePermissions(folder, RIGHTS);
    }
  }

  private boolean isLinked(Entry entry, Path target) throws IOException {
    return Files.exists(target, LinkOption.NOFOLLOW_LINKS)
        && isSameFile(layout.stored(entry.digest(), entry.mode()), target);
  }

  private void link(Entry entry, Path target) throws IOException {
    var stored = layout.stored(entry.digest(), entry.mode());
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.createLink(target, stored);
      return;
    }
    var fresh = target.resolveSibling(".link-" + entry.digest().hex().substring(0, 12));
    Files.deleteIfExists(fresh);
    Files.createLink(fresh, stored);
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      Durable.deleteTree(target);
    }
    Files.move(fresh, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isSameFile(Path stored, Path target) throws IOException {
    return OnDisk.inode(stored).equals(OnDisk.inode(target));
  }

  private void removeOthers(Path root, Set<Path> folders) throws IOException {
    Set<Path> expected = new HashSet<>(folders);
    manifest.entries().forEach(entry -> expected.add(entry.path().under(root)));
    try (Stream<Path> found = Files.walk(root)) {
      // What lies in a folder goes before the folder.
      for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
        if (!expected.contains(path)) {
          Files.delete(path);
        }
      }
    }
  }
}
