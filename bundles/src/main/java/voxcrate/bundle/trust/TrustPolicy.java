package voxcrate.bundle.trust;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Platform;

/// Decides whether a correctly signed bundle may be installed here. Pure: no file, no clock.
///
/// Order of the checks, each with its own outcome (bundle format, "Policy"): product → platform →
/// installer → revocation → floor → highest sequence seen → expiry. The floor and the highest
/// sequence only grow.
///
/// @param installerVersion of the program that asks
/// @param floor lowest sequence still accepted
/// @param highestSeen highest sequence ever installed; 0 before the first
/// @param installed the bundle that is current; the same one again is always welcome
/// @param now the largest of the system clock and every time seen in verified data
public record TrustPolicy(
    Platform platform,
    String installerVersion,
    Set<BundleId> revoked,
    long floor,
    long highestSeen,
    @Nullable BundleId installed,
    Instant now) {

  public TrustPolicy {
    revoked = Set.copyOf(revoked);
  }

  /// What is decided, with what was found for the refusals.
  public sealed interface Decision {
    record Accepted() implements Decision {}

    record Refused(BundleCode code, String headline, String found, String expected, String remedy)
        implements Decision {}
  }

  public Decision decide(Manifest manifest, BundleId id) {
    return product(manifest)
        .or(() -> targetPlatform(manifest))
        .or(() -> installer(manifest))
        .or(() -> revocation(id))
        .or(() -> floor(manifest))
        .or(() -> sequence(manifest, id))
        .or(() -> expiry(manifest))
        .map(Decision.class::cast)
        .orElseGet(Decision.Accepted::new);
  }

  private Optional<Decision.Refused> product(Manifest manifest) {
    return refuseUnless(
        manifest.product().equals(Manifest.PRODUCT),
        BundleCode.OTHER_PRODUCT,
        "Bundle of another product",
        "product " + manifest.product(),
        "product " + Manifest.PRODUCT,
        "use the installer of that product");
  }

  private Optional<Decision.Refused> targetPlatform(Manifest manifest) {
    return refuseUnless(
        manifest.platform().equals(platform),
        BundleCode.OTHER_PLATFORM,
        "Bundle for another platform",
        manifest.platform().os() + " " + manifest.platform().arch(),
        platform.os() + " " + platform.arch(),
        "build the bundle for this platform");
  }

  private Optional<Decision.Refused> installer(Manifest manifest) {
    return refuseUnless(
        Version.of(installerVersion).compareTo(Version.of(manifest.requires().installer())) >= 0,
        BundleCode.INSTALLER_TOO_OLD,
        "This installer is too old for the bundle",
        "installer " + installerVersion,
        "installer " + manifest.requires().installer() + " or newer",
        "start the installer from the bundle's own bootstrap: the three lines of the operator's"
            + " card");
  }

  private Optional<Decision.Refused> revocation(BundleId id) {
    return refuseUnless(
        !revoked.contains(id),
        BundleCode.REVOKED,
        "This bundle has been revoked",
        "bundle " + id,
        "a bundle that is not revoked",
        "ask for a newer bundle");
  }

  private Optional<Decision.Refused> floor(Manifest manifest) {
    return refuseUnless(
        manifest.sequence() >= floor,
        BundleCode.BELOW_FLOOR,
        "Bundle below the version floor",
        "sequence " + manifest.sequence(),
        "sequence " + floor + " or higher",
        "ask for a newer bundle; the floor cannot be overridden");
  }

  private Optional<Decision.Refused> sequence(Manifest manifest, BundleId id) {
    return refuseUnless(
        id.equals(installed) || manifest.sequence() > highestSeen,
        BundleCode.OLDER_THAN_SEEN,
        "Bundle older than one already installed",
        "sequence " + manifest.sequence(),
        "a sequence above " + highestSeen,
        "use the newest bundle");
  }

  private Optional<Decision.Refused> expiry(Manifest manifest) {
    return refuseUnless(
        manifest.expiry().filter(now::isAfter).isEmpty(),
        BundleCode.EXPIRED,
        "Bundle expired",
        "now is " + now + ", the bundle was good until " + manifest.notAfter(),
        "a bundle that is still good",
        "check this machine's clock; ask for a newer bundle");
  }

  private static Optional<Decision.Refused> refuseUnless(
      boolean fine,
      BundleCode code,
      String headline,
      String found,
      String expected,
      String remedy) {
    return fine
        ? Optional.empty()
        : Optional.of(new Decision.Refused(code, headline, found, expected, remedy));
  }
}
