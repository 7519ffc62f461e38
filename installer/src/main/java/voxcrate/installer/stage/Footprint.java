package voxcrate.installer.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import voxcrate.bundle.Manifest;
import voxcrate.installer.layout.InstallLayout;

/// What an install of one bundle would write.
///
/// @param newFiles contents that the store does not hold yet
/// @param sharedFiles contents that are in the store under their digest; an install hashes them
///     again before it believes that
/// @param inodes files and folders that would be made; a hard link needs none
/// @param peakBytes that must be free
public record Footprint(
    long newBytes, long newFiles, long sharedBytes, long sharedFiles, long inodes, long peakBytes) {

  public static Footprint of(InstallLayout layout, Manifest manifest) {
    long newBytes = 0;
    long newFiles = 0;
    long sharedBytes = 0;
    long sharedFiles = 0;
    var contents = new HashSet<Path>();
    var folders = new HashSet<Path>();
    for (var entry : manifest.entries()) {
      var place = layout.stored(entry.digest(), entry.mode());
      addFolders(place, layout.prefix(), folders);
      // The release's own name does not matter for a count.
      addFolders(entry.path().under(layout.release("new")), layout.prefix(), folders);
      if (!contents.add(place)) {
        continue;
      }
      if (Files.exists(place)) {
        sharedBytes += entry.size();
        sharedFiles++;
      } else {
        newBytes += entry.size();
        newFiles++;
      }
    }
    long newFolders = folders.stream().filter(folder -> !Files.exists(folder)).count();
    return new Footprint(
        newBytes,
        newFiles,
        sharedBytes,
        sharedFiles,
        newFiles + newFolders,
        SpaceBudget.peakBytes(layout, manifest));
  }

  private static void addFolders(Path file, Path prefix, HashSet<Path> folders) {
    for (var folder = file.getParent();
        folder != null && folder.startsWith(prefix) && folders.add(folder);
        folder = folder.getParent()) {
      // Those above were added with it.
    }
  }
}
