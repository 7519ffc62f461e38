package voxcrate.bundle.trust;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Decides whether a correctly signed bundle may be installed here. Pure: no file, no clock.
///
/// Order of the checks, each with its own outcome (bundle format, "Policy"): product → channel →
/// platform → installer → revocation → floor → highest sequence seen → expiry. The floor and the
/// highest sequence only grow. Revoked keys count for nothing before any of this ([TrustedKeys]).
///
/// @param installerVersion of the program that asks
/// @param floor lowest sequence still accepted
/// @param highestSeen highest sequence ever installed; 0 before the first
/// @param installed the bundle that is current; the same one again is always welcome, unless it is
///     revoked
/// @param now the largest of the system clock and every time seen in verified data
/// @param waivers what the operator overrides
public record TrustPolicy(
    Platform platform,
    String installerVersion,
    Set<BundleId> revoked,
    long floor,
    long highestSeen,
    @Nullable BundleId installed,
    Instant now,
    Set<Waiver> waivers) {

  public TrustPolicy {
    revoked = Set.copyOf(revoked);
    waivers = Set.copyOf(waivers);
  }

  /// A refusal that an operator may override: loudly, and it is recorded. There is none for the
  /// floor.
  public enum Waiver {
    EXPIRED(BundleCode.EXPIRED, "expired"),
    DOWNGRADE(BundleCode.OLDER_THAN_SEEN, "older than one installed before");

    private final BundleCode code;
    private final String words;

    Waiver(BundleCode code, String words) {
      this.code = code;
      this.words = words;
    }

    /// What the bundle is although it is installed.
    public String words() {
      return words;
    }
  }

  /// What is decided, with what was found for the refusals.
  public sealed interface Decision {
    /// @param waived refusals that the operator has overridden
    record Accepted(Set<Waiver> waived) implements Decision {
      public Accepted {
        waived = Set.copyOf(waived);
      }
    }

    record Refused(BundleCode code, String headline, String found, String expected, String remedy)
        implements Decision {
      /// @param doing what was being done when it was refused
      public ToolException during(String doing) {
        return new ToolException(
            Problem.of(code, headline, doing, found, remedy).expecting(expected));
      }
    }
  }

  public Decision decide(Manifest manifest, BundleId id) {
    return decide(
        Stream.of(
            product(manifest),
            channel(manifest),
            targetPlatform(manifest),
            installer(manifest),
            revocation(id),
            floor(manifest),
            sequence(manifest, id),
            expiry(manifest, id)));
  }

  /// Whether a release that is on the disk may be gone back to: down to the floor.
  public Decision decideReturn(Manifest manifest, BundleId id) {
    return decide(Stream.of(revocation(id), floor(manifest)));
  }

  private Decision decide(Stream<Optional<Decision.Refused>> checks) {
    var reasons = checks.flatMap(Optional::stream).toList();
    for (var reason : reasons) {
      if (waivers.stream().noneMatch(waiver -> waiver.code == reason.code())) {
        return reason;
      }
    }
    return new Decision.Accepted(
        waivers.stream()
            .filter(waiver -> reasons.stream().anyMatch(reason -> reason.code() == waiver.code))
            .collect(Collectors.toSet()));
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

  private Optional<Decision.Refused> channel(Manifest manifest) {
    return refuseUnless(
        manifest.channel().equals(Manifest.CHANNEL),
        BundleCode.OTHER_CHANNEL,
        "Bundle of another channel",
        "channel " + manifest.channel(),
        "channel " + Manifest.CHANNEL,
        "ask for a bundle of the channel " + Manifest.CHANNEL);
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
        "use the newest bundle, or go back to a release on the disk: voxcrate-installer rollback;"
            + " to install it all the same: --allow-downgrade");
  }

  private Optional<Decision.Refused> expiry(Manifest manifest, BundleId id) {
    return refuseUnless(
        id.equals(installed) || manifest.expiry().filter(now::isAfter).isEmpty(),
        BundleCode.EXPIRED,
        "Bundle expired",
        "now is " + now + ", the bundle was good until " + manifest.notAfter(),
        "a bundle that is still good",
        "check this machine's clock; ask for a newer bundle; to install it all the same:"
            + " --accept-expired");
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
