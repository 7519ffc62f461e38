package voxcrate.bundle.verify;

import java.nio.file.Path;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.volume.BundleFolder;

/// What a bundle says of itself, with nobody to vouch for it. For showing it to a person who is
/// told so, and for nothing else: what is installed comes from an [OpenedBundle].
public final class UnverifiedManifest {
  private UnverifiedManifest() {}

  /// @throws voxcrate.problem.ToolException when there is none, or it is malformed
  public static byte[] read(Path folder) {
    return BundleFolder.list(folder).read(Manifest.FILE_NAME, OpenedBundle.MAX_MANIFEST_BYTES);
  }

  public static Manifest parse(byte[] unverified) {
    return OpenedBundle.parse(unverified);
  }
}
