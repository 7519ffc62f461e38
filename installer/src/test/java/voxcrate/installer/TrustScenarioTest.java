package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.trust.SignatureAlgorithm;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.trust.TrustPolicy.Waiver;
import voxcrate.installer.activate.SelfTest;
import voxcrate.installer.install.Installation;
import voxcrate.installer.install.TrustKeeping;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.installer.trust.TrustChoice;
import voxcrate.problem.ErrorCode;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressEvent;

/// A builder, a clock and one installation: what is accepted after what. Each refusal leaves the
/// stored trust, and everything else, as it was to the byte.
final class TrustScenarioTest {
  private static final SigningKey FIRST = TestBundle.KEY;
  private static final SigningKey SECOND = SigningKey.generate(SignatureAlgorithm.ED25519);
  private static final SigningKey THIRD = SigningKey.generate();
  private static final String INSTALLER = "1.10.0";

  /// A story, told step by step.
  @FunctionalInterface
  interface Story {
    void tell(Scene scene) throws Exception;
  }

  record Case(String name, Story story) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final class Scene {
    private final Path folder;
    private final InstallLayout layout;
    private final List<String> warnings = new ArrayList<>();
    private Instant clock = Instant.parse("2026-11-21T12:00:00Z");
    private List<SigningKey> named = List.of(FIRST);
    private OptionalInt threshold = OptionalInt.empty();
    private Set<Waiver> waivers = EnumSet.noneOf(Waiver.class);
    private int count;

    Scene(Path folder) throws IOException {
      this.folder = folder;
      this.layout = new InstallLayout(Files.createDirectories(folder.resolve("home")).resolve("p"));
    }

    void clockSays(String time) {
      clock = Instant.parse(time);
    }

    void trusting(SigningKey... keys) {
      named = List.of(keys);
    }

    void threshold(int signatures) {
      threshold = OptionalInt.of(signatures);
    }

    void overriding(Waiver... asked) {
      waivers = Set.of(asked);
    }

    void accepts(TestBundle bundle) throws IOException {
      warnings.clear();
      install(bundle);
    }

    void refuses(TestBundle bundle, ErrorCode code) throws IOException {
      refuses(bundle, code, "");
    }

    void refuses(TestBundle bundle, ErrorCode code, String said) throws IOException {
      var before = Tree.of(folder.resolve("home"));

      var refusal = catchThrowableOfType(ToolException.class, () -> install(bundle));

      assertThat(refusal).as("accepted").isNotNull();
      assertThat(refusal.problem().code()).isEqualTo(code);
      assertThat(refusal.problem().render()).contains(said);
      assertThat(Tree.of(folder.resolve("home"))).isEqualTo(before);
    }

    private void install(TestBundle bundle) throws IOException {
      var medium = folder.resolve("medium" + count++);
      var keys = new ArrayList<String>();
      if (!Files.exists(layout.state())) {
        for (var key : named) {
          keys.add(keyFile(key).toString());
        }
      }
      installation()
          .install(bundle.writeTo(medium).folder(), new TrustChoice(keys, threshold, waivers));
    }

    Path keyFile(SigningKey key) throws IOException {
      return TestBundle.keyFile(folder.resolve("paper" + count++), key);
    }

    private Installation installation() {
      SelfTest good = release -> new SelfTest.Outcome.Good("fine");
      var site = new Installation.Site(Platform.LINUX_X64, INSTALLER, null, good, clock());
      return new Installation(
          layout,
          site,
          event -> {
            // There is no engine here that could have a start-up cache.
            if (event instanceof ProgressEvent.Warned(var _, var text)
                && !text.contains("start-up cache")) {
              warnings.add(text);
            }
          });
    }

    private Clock clock() {
      return Clock.fixed(clock, ZoneOffset.UTC);
    }

    void warned(String text) {
      assertThat(warnings).anyMatch(warning -> warning.contains(text));
    }

    void didNotWarn() {
      assertThat(warnings).isEmpty();
    }

    void rollsBack() throws IOException {
      installation().rollBack();
    }

    void refusesToRollBack(ErrorCode code) throws IOException {
      var before = Tree.of(folder.resolve("home"));
      var refusal = catchThrowableOfType(ToolException.class, () -> installation().rollBack());
      assertThat(refusal).as("accepted").isNotNull();
      assertThat(refusal.problem().code()).isEqualTo(code);
      assertThat(Tree.of(folder.resolve("home"))).isEqualTo(before);
    }

    void adds(SigningKey key, OptionalInt signatures) throws IOException {
      keeping().add(TrustKeeping.keyIn(keyFile(key)), signatures);
    }

    void adds(SigningKey key) throws IOException {
      adds(key, OptionalInt.empty());
    }

    void removes(SigningKey key) throws IOException {
      keeping().remove(key.verifyingKey().fingerprint().toString());
    }

    void revokes(TestBundle bundle) throws IOException {
      keeping().revoke(bundle.writeTo(folder.resolve("medium" + count++)).id());
    }

    void refusesTo(Story change, ErrorCode code) throws Exception {
      var before = Tree.of(folder.resolve("home"));
      var refusal = catchThrowableOfType(ToolException.class, () -> change.tell(this));
      assertThat(refusal).as("accepted").isNotNull();
      assertThat(refusal.problem().code()).isEqualTo(code);
      assertThat(Tree.of(folder.resolve("home"))).isEqualTo(before);
    }

    private TrustKeeping keeping() {
      return new TrustKeeping(layout, clock());
    }

    void logSays(String text) {
      assertThat(layout.installLog()).content().contains(text);
    }
  }

  private static TestBundle bundle(long sequence) {
    return new TestBundle(sequence);
  }

  private static TestBundle until(long sequence, String time) {
    return bundle(sequence).created("2026-11-21T00:00:00Z").notAfter(time);
  }

  static Stream<Case> order() {
    return Stream.of(
        new Case(
            "other product",
            scene ->
                scene.refuses(
                    bundle(7).forged("\"product\":\"voxcrate\"", "\"product\":\"other\""),
                    BundleCode.OTHER_PRODUCT)),
        new Case(
            "other channel",
            scene ->
                scene.refuses(
                    bundle(7).forged("\"channel\":\"stable\"", "\"channel\":\"trial\""),
                    BundleCode.OTHER_CHANNEL)),
        new Case(
            "other channel and platform",
            scene ->
                scene.refuses(
                    bundle(7)
                        .platform("linux", "aarch64")
                        .forged("\"channel\":\"stable\"", "\"channel\":\"trial\""),
                    BundleCode.OTHER_CHANNEL)),
        new Case(
            "other platform before installer",
            scene ->
                scene.refuses(
                    bundle(7).platform("linux", "aarch64").needsInstaller("9"),
                    BundleCode.OTHER_PLATFORM)),
        new Case(
            "installer before revoked",
            scene -> {
              scene.accepts(bundle(7));
              var next = bundle(8).needsInstaller("1.10.1");
              scene.revokes(next);
              scene.refuses(next, BundleCode.INSTALLER_TOO_OLD);
            }),
        new Case(
            "revoked before floor",
            scene -> {
              var old = bundle(6);
              scene.accepts(bundle(7).minSequence(7));
              scene.revokes(old);
              scene.refuses(old, BundleCode.REVOKED);
            }),
        new Case(
            "floor before highest seen",
            scene -> {
              scene.accepts(bundle(7).minSequence(7));
              scene.refuses(bundle(6), BundleCode.BELOW_FLOOR);
            }),
        new Case(
            "highest seen before expired",
            scene -> {
              scene.accepts(bundle(7));
              scene.clockSays("2027-06-01T00:00:00Z");
              scene.refuses(until(6, "2026-12-01T00:00:00Z"), BundleCode.OLDER_THAN_SEEN);
            }),
        new Case(
            "same sequence, another bundle",
            scene -> {
              scene.accepts(bundle(7));
              scene.refuses(bundle(7).file("docs/more.txt", "more"), BundleCode.OLDER_THAN_SEEN);
            }));
  }

  static Stream<Case> sequences() {
    return Stream.of(
        new Case(
            "the floor of a bundle that was left again stays",
            scene -> {
              scene.accepts(bundle(7));
              scene.accepts(bundle(9).minSequence(7));
              scene.accepts(bundle(10).minSequence(1));
              scene.refuses(bundle(6), BundleCode.BELOW_FLOOR);
            }),
        new Case(
            "a downgrade that is asked for is recorded",
            scene -> {
              scene.accepts(bundle(9));
              scene.overriding(Waiver.DOWNGRADE);
              scene.accepts(bundle(7));
              scene.warned("older than one installed before");
              scene.logSays("\"although\":[\"older than one installed before\"]");
            }),
        new Case(
            "a downgrade moves nothing back",
            scene -> {
              scene.accepts(bundle(9).minSequence(5));
              scene.overriding(Waiver.DOWNGRADE);
              scene.accepts(bundle(7));
              scene.overriding();
              scene.refuses(bundle(8), BundleCode.OLDER_THAN_SEEN);
              scene.refuses(bundle(4), BundleCode.BELOW_FLOOR);
            }),
        new Case(
            "after a downgrade the newest on the disk is welcome",
            scene -> {
              scene.accepts(bundle(9));
              scene.overriding(Waiver.DOWNGRADE);
              scene.accepts(bundle(7));
              scene.overriding();
              scene.accepts(bundle(9));
            }),
        new Case(
            "no override goes below the floor",
            scene -> {
              scene.accepts(bundle(9).minSequence(8));
              scene.overriding(Waiver.DOWNGRADE, Waiver.EXPIRED);
              scene.refuses(bundle(7), BundleCode.BELOW_FLOOR);
            }),
        new Case(
            "an override that is not needed is not recorded",
            scene -> {
              scene.overriding(Waiver.DOWNGRADE, Waiver.EXPIRED);
              scene.accepts(bundle(7));
              scene.didNotWarn();
            }),
        new Case(
            "one override is not the other",
            scene -> {
              scene.accepts(bundle(7));
              scene.overriding(Waiver.EXPIRED);
              scene.refuses(bundle(6), BundleCode.OLDER_THAN_SEEN);
            }),
        new Case(
            "roll back stops at the floor",
            scene -> {
              scene.accepts(bundle(7));
              scene.accepts(bundle(8).minSequence(8));
              scene.refusesToRollBack(BundleCode.BELOW_FLOOR);
            }),
        new Case(
            "roll back to a revoked bundle",
            scene -> {
              var first = bundle(7);
              scene.accepts(first);
              scene.accepts(bundle(8));
              scene.revokes(first);
              scene.refusesToRollBack(BundleCode.REVOKED);
            }),
        new Case(
            "roll back keeps the highest seen",
            scene -> {
              scene.accepts(bundle(7));
              scene.accepts(bundle(9));
              scene.rollsBack();
              scene.refuses(bundle(8), BundleCode.OLDER_THAN_SEEN);
              scene.accepts(bundle(9));
            }));
  }

  static Stream<Case> clocks() {
    return Stream.of(
        new Case(
            "1970, first install",
            scene -> {
              scene.clockSays("1970-01-01T00:00:00Z");
              scene.accepts(until(7, "2026-12-01T00:00:00Z"));
              scene.warned("1970-01-01T00:00:00Z");
            }),
        new Case(
            "2001, expired by what was seen before",
            scene -> {
              scene.accepts(bundle(7).created("2027-01-01T00:00:00Z"));
              scene.clockSays("2001-09-09T01:46:40Z");
              scene.refuses(until(8, "2026-12-01T00:00:00Z"), BundleCode.EXPIRED, "2027-01-01");
            }),
        new Case(
            "2001, good by what was seen before",
            scene -> {
              scene.accepts(bundle(7));
              scene.clockSays("2001-09-09T01:46:40Z");
              scene.accepts(until(8, "2026-12-01T00:00:00Z"));
              scene.warned("2001-09-09T01:46:40Z");
              scene.logSays("\"time\":\"2026-11-21T00:00:00Z\"");
            }),
        new Case(
            "2045, expired",
            scene -> {
              scene.clockSays("2045-01-01T00:00:00Z");
              scene.refuses(until(7, "2026-12-01T00:00:00Z"), BundleCode.EXPIRED, "2045");
            }),
        new Case(
            "2045 and back: a wrong clock leaves nothing behind",
            scene -> {
              scene.clockSays("2045-01-01T00:00:00Z");
              scene.accepts(bundle(7));
              scene.didNotWarn();
              scene.clockSays("2026-11-21T12:00:00Z");
              scene.accepts(until(8, "2026-12-01T00:00:00Z"));
              scene.didNotWarn();
            }),
        new Case(
            "2045, what is installed is mended although it is past its end",
            scene -> {
              var bundle = until(7, "2026-12-01T00:00:00Z");
              scene.accepts(bundle);
              scene.clockSays("2045-01-01T00:00:00Z");
              scene.accepts(bundle);
            }),
        new Case(
            "the last second counts",
            scene -> {
              scene.clockSays("2026-12-01T00:00:00Z");
              scene.accepts(until(7, "2026-12-01T00:00:00Z"));
              scene.clockSays("2026-12-01T00:00:01Z");
              scene.refuses(until(8, "2026-12-01T00:00:00Z"), BundleCode.EXPIRED);
            }),
        new Case(
            "an expired bundle that is asked for is recorded",
            scene -> {
              scene.clockSays("2045-01-01T00:00:00Z");
              scene.overriding(Waiver.EXPIRED);
              scene.accepts(until(7, "2026-12-01T00:00:00Z"));
              scene.warned("is expired");
              scene.logSays("\"although\":[\"expired\"]");
            }),
        new Case(
            "expired and older, both asked for",
            scene -> {
              scene.accepts(bundle(8));
              scene.clockSays("2045-01-01T00:00:00Z");
              scene.overriding(Waiver.EXPIRED, Waiver.DOWNGRADE);
              scene.accepts(until(7, "2026-12-01T00:00:00Z"));
              scene.logSays("\"although\":[\"expired\",\"older than one installed before\"]");
            }),
        new Case(
            "a bundle from the future is no reason to stop",
            scene -> scene.accepts(bundle(7).created("2031-01-01T00:00:00Z"))));
  }

  static Stream<Case> keys() {
    return Stream.of(
        new Case(
            "both of two",
            scene -> {
              scene.trusting(FIRST, SECOND);
              scene.refuses(
                  bundle(7), BundleCode.SIGNATURES_MISSING, "missing: key " + label(SECOND));
              scene.accepts(bundle(7).signedBy(FIRST, SECOND));
              scene.refuses(
                  bundle(8).signedBy(SECOND),
                  BundleCode.SIGNATURES_MISSING,
                  FIRST.verifyingKey().fingerprint().grouped());
              scene.accepts(bundle(8).signedBy(SECOND, FIRST));
            }),
        new Case(
            "one of two, either",
            scene -> {
              scene.trusting(FIRST, SECOND);
              scene.threshold(1);
              scene.accepts(bundle(7).signedBy(FIRST));
              scene.accepts(bundle(8).signedBy(SECOND));
              scene.refuses(bundle(9).signedBy(THIRD), BundleCode.SIGNATURES_MISSING);
            }),
        new Case(
            "one key named twice is one key",
            scene -> {
              scene.trusting(FIRST, FIRST);
              scene.threshold(2);
              scene.refuses(bundle(7), InstallCode.NO_TRUSTED_KEY);
            }),
        new Case(
            "a signature more by a stranger changes nothing",
            scene -> scene.accepts(bundle(7).signedBy(FIRST, THIRD))),
        new Case(
            "handing over to a new key",
            scene -> {
              scene.accepts(bundle(7));
              scene.refuses(bundle(8).signedBy(SECOND), BundleCode.SIGNATURES_MISSING);
              scene.adds(SECOND);
              scene.accepts(bundle(8).signedBy(SECOND));
              scene.accepts(bundle(9).signedBy(FIRST));
              scene.removes(FIRST);
              scene.accepts(bundle(10).signedBy(SECOND));
              scene.refuses(bundle(11).signedBy(FIRST), BundleCode.REVOKED, label(FIRST));
              scene.accepts(bundle(11).signedBy(SECOND, FIRST));
            }),
        new Case(
            "a revoked key does not help to reach the threshold",
            scene -> {
              scene.trusting(FIRST, SECOND, THIRD);
              scene.threshold(2);
              scene.accepts(bundle(7).signedBy(FIRST, SECOND));
              scene.removes(SECOND);
              scene.refuses(bundle(8).signedBy(FIRST, SECOND), BundleCode.REVOKED, label(SECOND));
              scene.accepts(bundle(8).signedBy(FIRST, THIRD));
            }),
        new Case(
            "the signature of a revoked key is judged before the manifest is looked at",
            scene -> {
              scene.accepts(bundle(7));
              scene.adds(SECOND);
              scene.removes(FIRST);
              scene.refuses(
                  bundle(8)
                      .signedBy(FIRST)
                      .forged("\"product\":\"voxcrate\"", "\"product\":\"other\""),
                  BundleCode.REVOKED);
            }),
        new Case(
            "a broken signature under a revoked key's name is a stranger's",
            scene -> {
              scene.accepts(bundle(7));
              scene.adds(SECOND);
              scene.removes(FIRST);
              scene.refuses(bundle(8).signedBy(THIRD), BundleCode.SIGNATURES_MISSING);
            }),
        new Case(
            "under the two-person rule from now on",
            scene -> {
              scene.accepts(bundle(7));
              scene.adds(SECOND, OptionalInt.of(2));
              scene.refuses(bundle(8).signedBy(FIRST), BundleCode.SIGNATURES_MISSING);
              scene.refuses(bundle(8).signedBy(SECOND), BundleCode.SIGNATURES_MISSING);
              scene.accepts(bundle(8).signedBy(FIRST, SECOND));
            }),
        new Case(
            "the last key stays",
            scene -> {
              scene.accepts(bundle(7));
              scene.refusesTo(s -> s.removes(FIRST), InstallCode.KEY_NEEDED);
            }),
        new Case(
            "a key that the threshold needs stays",
            scene -> {
              scene.trusting(FIRST, SECOND);
              scene.accepts(bundle(7).signedBy(FIRST, SECOND));
              scene.refusesTo(s -> s.removes(SECOND), InstallCode.KEY_NEEDED);
              scene.adds(THIRD);
              scene.removes(SECOND);
              scene.accepts(bundle(8).signedBy(FIRST, THIRD));
            }),
        new Case(
            "a revoked key never comes back",
            scene -> {
              scene.accepts(bundle(7));
              scene.adds(SECOND);
              scene.removes(FIRST);
              scene.refusesTo(s -> s.adds(FIRST), InstallCode.KEY_REVOKED);
            }),
        new Case(
            "a key that is not pinned cannot be removed",
            scene -> {
              scene.accepts(bundle(7));
              scene.refusesTo(s -> s.removes(THIRD), InstallCode.KEY_UNKNOWN);
            }),
        new Case(
            "no threshold above the number of keys, none below one",
            scene -> {
              scene.accepts(bundle(7));
              scene.refusesTo(s -> s.adds(SECOND, OptionalInt.of(3)), InstallCode.NO_TRUSTED_KEY);
              scene.refusesTo(s -> s.adds(SECOND, OptionalInt.of(0)), InstallCode.NO_TRUSTED_KEY);
            }),
        new Case(
            "a revoked bundle is refused, also the installed one, and a newer one is not",
            scene -> {
              var current = bundle(7);
              var next = bundle(8);
              scene.accepts(current);
              scene.revokes(current);
              scene.revokes(next);
              scene.refuses(current, BundleCode.REVOKED);
              scene.refuses(next, BundleCode.REVOKED);
              scene.accepts(bundle(9));
            }),
        new Case(
            "no override helps what is revoked",
            scene -> {
              var next = bundle(8);
              scene.accepts(bundle(7));
              scene.revokes(next);
              scene.overriding(Waiver.values());
              scene.refuses(next, BundleCode.REVOKED);
            }),
        new Case(
            "without an installation there is no trust to change",
            scene -> scene.refusesTo(s -> s.adds(SECOND), InstallCode.NOTHING_INSTALLED)));
  }

  private static String label(SigningKey key) {
    return key.verifyingKey().fingerprint().label();
  }

  @ParameterizedTest
  @MethodSource({"order", "sequences", "clocks", "keys"})
  void story_ends_as_it_is_told(Case told, @TempDir Path folder) throws Exception {
    told.story().tell(new Scene(folder));
  }
}
