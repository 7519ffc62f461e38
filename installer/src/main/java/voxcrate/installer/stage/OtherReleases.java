package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.format.ManifestCodec;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.OnDisk;
import voxcrate.json.JsonException;

/// Releases on the disk beside the one that a bundle brings. A content that was damaged, and that
/// the bundle has brought anew, is a new file in the store: the others still have the damaged one.
final class OtherReleases {
  private final InstallLayout layout;
  private final String brought;

  /// @param brought the release that the bundle brings
  OtherReleases(InstallLayout layout, String brought) {
    this.layout = layout;
    this.brought = brought;
  }

  /// Links them to what has been verified.
  ///
  /// @param verified whose contents the store has, every byte
  void takeOver(Manifest verified) throws IOException {
    var contents = new HashSet<Path>();
    for (var entry : verified.entries()) {
      contents.add(layout.stored(entry.digest(), entry.mode()));
    }
    for (var folder : OnDisk.children(layout.releases())) {
      var release = String.valueOf(folder.getFileName());
      if (!release.equals(brought)) {
        takeOver(release, contents);
      }
    }
  }

  private void takeOver(String release, Set<Path> contents) throws IOException {
    var manifest = manifest(release);
    if (manifest.isPresent()) {
      new ReleaseTree(layout, manifest.get())
          .takeOver(
              layout.release(release), contents, () -> Stager.dropStartupCache(layout, release));
    }
  }

  /// What that release consists of; empty where its manifest is missing or damaged.
  private Optional<Manifest> manifest(String release) throws IOException {
    var file = layout.evidence(release).resolve(Manifest.FILE_NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      var bytes = Files.readAllBytes(file);
      var manifest = ManifestCodec.read(bytes);
      return BundleId.of(bytes).releaseName(manifest.sequence()).equals(release)
          ? Optional.of(manifest)
          : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }
}
