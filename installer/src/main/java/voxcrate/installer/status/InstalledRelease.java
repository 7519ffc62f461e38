package voxcrate.installer.status;

import java.util.List;
import java.util.Optional;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Manifest;

/// A release on the disk.
///
/// @param bundle what it came from; empty where its manifest is gone or damaged
/// @param ownBytes what dropping it would free: contents that no other release uses
public record InstalledRelease(
    String name, Role role, Optional<Origin> bundle, List<SignerMark> signers, long ownBytes) {
  public InstalledRelease {
    signers = List.copyOf(signers);
  }

  /// What the installation has a release for.
  public enum Role {
    CURRENT,
    PREVIOUS,
    /// Neither: `prune` drops it.
    SPARE
  }

  /// @param revoked whether the bundle has been revoked since
  public record Origin(Manifest manifest, BundleId id, boolean revoked) {}
}
