package voxcrate.installer.install;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import voxcrate.bundle.Digest;
import voxcrate.files.Durable;
import voxcrate.installer.activate.Surroundings;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.OnDisk;
import voxcrate.installer.trust.TrustAnchors;

/// Takes an installation away, and nothing that somebody else has put into its folder.
///
/// A file of a release is ours when the store holds it under its digest. State and keys go last, so
/// that a removal which is cut short can be run again.
final class Removal {
  private final InstallLayout layout;

  Removal(InstallLayout layout) {
    this.layout = layout;
  }

  /// @param data whether the transcripts go too
  void run(boolean data) throws IOException {
    releases();
    new Surroundings(layout).remove();
    Files.deleteIfExists(layout.installLog());
    Files.deleteIfExists(layout.refusalLog());
    Files.deleteIfExists(layout.unlogged());
    Durable.deleteTree(layout.derived());
    Durable.deleteTree(layout.evidence());
    if (data) {
      Durable.deleteTree(layout.data());
    }
    // A state without its keys could neither install nor be told from a damaged one.
    Files.deleteIfExists(layout.state());
    new TrustAnchors(layout, null).remove();
    for (var folder :
        List.of(layout.launchers(), layout.log(), layout.data(), layout.trust(), layout.store())) {
      removeIfEmpty(folder);
    }
  }

  /// The last step, still under the lock: as long as its file is there, a removal that was
  /// cut short can be told from a folder with nothing but transcripts.
  void finish() throws IOException {
    Files.deleteIfExists(layout.lock());
    removeIfEmpty(layout.prefix());
  }

  private void releases() throws IOException {
    if (Files.isSymbolicLink(layout.current())) {
      Files.delete(layout.current());
      // Whole or gone, also after a power cut: the link must not outlive what it points to.
      Durable.syncFolder(layout.prefix());
    }
    var stored = storedFiles();
    var ours = new HashSet<Object>();
    for (var file : stored) {
      ours.add(OnDisk.inode(file));
    }
    for (var path : deepestFirst(layout.releases())) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        removeIfEmpty(path);
      } else if (ours.contains(OnDisk.inode(path))) {
        Files.delete(path);
      }
    }
    for (var file : stored) {
      Files.delete(file);
    }
    for (var path : deepestFirst(layout.store())) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        removeIfEmpty(path);
      }
    }
  }

  private Set<Path> storedFiles() throws IOException {
    var stored = new HashSet<Path>();
    for (var path : deepestFirst(layout.store())) {
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          && Digest.isValid(String.valueOf(path.getFileName()))) {
        stored.add(path);
      }
    }
    return stored;
  }

  private static List<Path> deepestFirst(Path root) throws IOException {
    return OnDisk.below(root).reversed();
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Something that is not ours lies there, or it is gone already.
      return;
    }
  }
}
