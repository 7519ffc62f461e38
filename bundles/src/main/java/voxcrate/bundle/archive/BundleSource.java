package voxcrate.bundle.archive;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.RelativePath;

/// Everything that goes into a bundle.
///
/// @param files of the release, in any order
/// @param sideFiles that lie beside the manifest, for people and for the first install
public record BundleSource(
    String version,
    long sequence,
    long minSequence,
    Instant created,
    @Nullable Instant notAfter,
    Platform platform,
    String installer,
    List<Component> components,
    List<ReleaseFile> files,
    List<SideFile> sideFiles) {
  public BundleSource {
    components = List.copyOf(components);
    files = List.copyOf(files);
    sideFiles = List.copyOf(sideFiles);
  }

  public record ReleaseFile(RelativePath path, Mode mode, BundleContent content) {}

  public record SideFile(String name, BundleContent content) {}
}
