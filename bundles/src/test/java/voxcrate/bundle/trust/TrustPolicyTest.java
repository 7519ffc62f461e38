package voxcrate.bundle.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Payload;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.Manifest.Requirements;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.bundle.trust.TrustPolicy.Decision;
import voxcrate.bundle.trust.TrustPolicy.Waiver;

final class TrustPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final BundleId ID = new BundleId(Digest.of("this bundle"));
  private static final BundleId OTHER = new BundleId(Digest.of("another bundle"));

  private static Manifest manifest(String product, String arch, String installer, long sequence) {
    var file = new StickFile("chunks.bin", 32, Digest.of(""));
    return new Manifest(
        product,
        "stable",
        "1.0.0",
        sequence,
        0,
        NOW,
        NOW.plusSeconds(60),
        new Platform("linux", arch),
        new Requirements(installer, 0, 0),
        new Payload(1024, 1024, file, List.of(file)),
        List.of(),
        List.of());
  }

  private static TrustPolicy policy(Set<BundleId> revoked, long floor, long seen, Instant now) {
    return new TrustPolicy(
        Platform.LINUX_X64, "1.10.0", revoked, floor, seen, OTHER, now, Set.of());
  }

  private static final Map<BundleCode, Waiver> HELPING =
      Map.of(
          BundleCode.EXPIRED, Waiver.EXPIRED,
          BundleCode.OLDER_THAN_SEEN, Waiver.DOWNGRADE);

  private static TrustPolicy overriding(TrustPolicy policy, Set<Waiver> waivers) {
    return new TrustPolicy(
        policy.platform(),
        policy.installerVersion(),
        policy.revoked(),
        policy.floor(),
        policy.highestSeen(),
        policy.installed(),
        policy.now(),
        waivers);
  }

  record Case(String name, Manifest manifest, TrustPolicy policy, BundleCode expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> refusals() {
    var fine = manifest("voxcrate", "x86_64", "1.9.0", 37);
    var open = policy(Set.of(), 0, 0, NOW);
    return Stream.of(
        new Case("product", manifest("other", "x86_64", "1.0", 37), open, BundleCode.OTHER_PRODUCT),
        new Case(
            "platform",
            manifest("voxcrate", "aarch64", "1.0", 37),
            open,
            BundleCode.OTHER_PLATFORM),
        new Case(
            "installer",
            manifest("voxcrate", "x86_64", "1.10.1", 37),
            open,
            BundleCode.INSTALLER_TOO_OLD),
        new Case("revoked", fine, policy(Set.of(ID), 0, 0, NOW), BundleCode.REVOKED),
        new Case("floor", fine, policy(Set.of(), 38, 0, NOW), BundleCode.BELOW_FLOOR),
        new Case("older", fine, policy(Set.of(), 0, 38, NOW), BundleCode.OLDER_THAN_SEEN),
        new Case(
            "equal, another bundle",
            fine,
            policy(Set.of(), 0, 37, NOW),
            BundleCode.OLDER_THAN_SEEN),
        new Case("expired", fine, policy(Set.of(), 0, 0, NOW.plusSeconds(61)), BundleCode.EXPIRED),
        new Case(
            "the first reason in order",
            manifest("other", "aarch64", "9", 1),
            policy(Set.of(ID), 99, 99, NOW.plusSeconds(61)),
            BundleCode.OTHER_PRODUCT));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void unfit_bundle_is_refused_with_its_own_code(Case unfit) {
    assertThat(unfit.policy().decide(unfit.manifest(), ID))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(unfit.expected()));
  }

  /// Each refusal with each set of overrides: two can be overridden, and nothing else.
  @ParameterizedTest
  @MethodSource("refusals")
  void override_helps_against_its_own_refusal_only(Case unfit) {
    for (var waivers :
        List.of(
            Set.of(Waiver.EXPIRED),
            Set.of(Waiver.DOWNGRADE),
            Set.of(Waiver.EXPIRED, Waiver.DOWNGRADE))) {
      var policy = overriding(unfit.policy(), waivers);
      var helped = waivers.stream().anyMatch(waiver -> waiver == HELPING.get(unfit.expected()));
      assertThat(policy.decide(unfit.manifest(), ID) instanceof Decision.Accepted)
          .as(unfit + " " + waivers)
          .isEqualTo(helped);
    }
  }

  @Test
  void newer_bundle_is_accepted_up_to_the_last_instant() {
    var policy = policy(Set.of(), 37, 36, NOW.plusSeconds(60));

    assertThat(policy.decide(manifest("voxcrate", "x86_64", "1.10", 37), ID))
        .isEqualTo(new Decision.Accepted(Set.of()));
  }

  @Test
  void bundle_that_is_installed_is_welcome_again() {
    var policy = new TrustPolicy(Platform.LINUX_X64, "1.0", Set.of(), 0, 37, ID, NOW, Set.of());

    assertThat(policy.decide(manifest("voxcrate", "x86_64", "1.0", 37), ID))
        .isEqualTo(new Decision.Accepted(Set.of()));
  }
}
