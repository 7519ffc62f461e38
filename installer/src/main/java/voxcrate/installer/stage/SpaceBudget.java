package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import voxcrate.bundle.Manifest;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The disk space an install needs at its peak, checked before the first byte is written.
public final class SpaceBudget {
  /// Folders, state, launchers and the start-up caches.
  private static final long OWN_BYTES = 64L << 20;

  private SpaceBudget() {}

  /// Bytes of contents that the store does not hold yet, and what the installer adds.
  public static long peakBytes(InstallLayout layout, Manifest manifest) {
    long bytes = OWN_BYTES;
    var counted = new HashSet<Path>();
    for (var entry : manifest.entries()) {
      var place = layout.stored(entry.digest(), entry.mode());
      if (counted.add(place) && !Files.exists(place)) {
        bytes += entry.size();
      }
    }
    return bytes;
  }

  /// @throws ToolException when the file system has less
  public static void check(InstallLayout layout, Manifest manifest) throws IOException {
    var existing = layout.prefix();
    while (!Files.exists(existing)) {
      existing = Objects.requireNonNull(existing.getParent(), "a file system has a root");
    }
    long needed = peakBytes(layout, manifest);
    long usable = Files.getFileStore(existing).getUsableSpace();
    if (usable < needed) {
      throw new ToolException(
          Problem.of(
                  InstallCode.SPACE_MISSING,
                  "Not enough disk space",
                  "preparing " + layout.prefix(),
                  usable + " bytes free",
                  "free some space, or name a folder on another disk: --prefix DIR")
              .expecting(needed + " bytes free"));
    }
  }
}
