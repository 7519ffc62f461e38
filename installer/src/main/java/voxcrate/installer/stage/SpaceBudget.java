package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import voxcrate.bundle.Manifest;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.machine.FileSystemRoom;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What an install needs of the file system at its peak, checked before the first byte is written.
///
/// The peak is reached before the release that is no longer wanted goes. Contents that the store
/// holds cost nothing, and neither do hard links.
public final class SpaceBudget {
  /// State, launchers, evidence and the start-up cache.
  private static final long OWN_BYTES = 64L << 20;

  /// The same, and what is on its way to its name.
  private static final long OWN_INODES = 64;

  /// What a file takes is a multiple of this on every file system in use.
  private static final long BLOCK_BYTES = 4096;

  private SpaceBudget() {}

  /// @param bytes of contents that the store does not hold yet, and what the installer adds
  /// @param inodes of files and folders that an install makes
  /// @param folders of them
  record Peak(long bytes, long inodes, long folders) {}

  static Peak peak(InstallLayout layout, Manifest manifest) {
    long folders = newFolders(layout, manifest).size();
    long bytes = OWN_BYTES + BLOCK_BYTES * folders;
    long inodes = OWN_INODES + folders;
    var counted = new HashSet<Path>();
    for (var entry : manifest.entries()) {
      var place = layout.stored(entry.digest(), entry.mode());
      if (counted.add(place) && !isThere(place, entry.size())) {
        bytes += Math.ceilDiv(entry.size(), BLOCK_BYTES) * BLOCK_BYTES;
        inodes++;
      }
    }
    return new Peak(bytes, inodes, folders);
  }

  /// Whether the store has a content. One of another size is damaged, and written again before it
  /// goes.
  static boolean isThere(Path place, long size) {
    return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) && place.toFile().length() == size;
  }

  private static Set<Path> newFolders(InstallLayout layout, Manifest manifest) {
    var folders = new HashSet<Path>();
    // A release's own name does not matter for a count.
    var release = layout.release("new");
    for (var entry : manifest.entries()) {
      addFolders(entry.path().under(release), layout, folders);
      addFolders(layout.stored(entry.digest(), entry.mode()), layout, folders);
    }
    folders.removeIf(Files::exists);
    return folders;
  }

  private static void addFolders(Path file, InstallLayout layout, Set<Path> folders) {
    var folder = file.getParent();
    while (folder != null && folder.startsWith(layout.prefix()) && folders.add(folder)) {
      folder = folder.getParent();
    }
  }

  /// @throws ToolException when the file system has less
  public static void check(InstallLayout layout, Manifest manifest) throws IOException {
    var room = FileSystemRoom.of(layout.prefix());
    if (room.isPresent()) {
      var peak = peak(layout, manifest);
      require(layout, peak.bytes(), room.get().freeBytes(), "bytes");
      var inodes = room.get().freeInodes();
      if (inodes.isPresent()) {
        require(layout, peak.inodes(), inodes.getAsLong(), "inodes");
      }
    }
  }

  private static void require(InstallLayout layout, long needed, long free, String unit) {
    if (free < needed) {
      throw new ToolException(
          Problem.of(
                  InstallCode.SPACE_MISSING,
                  "Not enough disk space",
                  "preparing " + layout.prefix(),
                  free + " " + unit + " free",
                  "free some space, or name a folder on another disk: --prefix DIR")
              .expecting(needed + " " + unit + " free"));
    }
  }
}
