package voxcrate.installer.stage;

import java.nio.file.Path;
import java.util.HashSet;
import voxcrate.bundle.Manifest;
import voxcrate.installer.layout.InstallLayout;

/// What an install of one bundle would write.
///
/// @param newFiles contents that the store does not hold yet
/// @param sharedFiles contents that are in the store under their digest and with their size; an
///     install compares them with the bundle's before it believes that
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
    for (var entry : manifest.entries()) {
      var place = layout.stored(entry.digest(), entry.mode());
      if (!contents.add(place)) {
        continue;
      }
      if (SpaceBudget.isThere(place, entry.size())) {
        sharedBytes += entry.size();
        sharedFiles++;
      } else {
        newBytes += entry.size();
        newFiles++;
      }
    }
    var peak = SpaceBudget.peak(layout, manifest);
    return new Footprint(
        newBytes, newFiles, sharedBytes, sharedFiles, newFiles + peak.folders(), peak.bytes());
  }
}
