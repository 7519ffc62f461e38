package voxcrate.installer.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.volume.BundleFolder;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.layout.Pins;
import voxcrate.installer.layout.PrefixGuard;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.installer.stage.Leftovers;
import voxcrate.installer.trust.TrustAnchors;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Whom an installation trusts, looked at and changed. Each change is one write of the state, under
/// the installation's lock, and is in the log; after a refusal or failure everything is as before.
public final class TrustKeeping {
  private final InstallLayout layout;
  private final Clock clock;

  public TrustKeeping(InstallLayout layout, Clock clock) {
    this.layout = layout;
    this.clock = clock;
  }

  /// Whom an installation trusts.
  ///
  /// @param keys in the order of their fingerprints
  public record Trusted(List<TrustedKey> keys, Pins pins) {}

  /// What a change did.
  ///
  /// @param changed false where it was so already
  /// @param touched installed releases that were signed by the key, or are the bundle
  public record Outcome(Trusted trusted, boolean changed, List<String> touched) {}

  /// What becomes of the pins.
  @FunctionalInterface
  private interface Change {
    Pins of(Pins pins);
  }

  /// @throws ToolException when nothing is installed
  public Trusted list() throws IOException {
    return trusted(requireInstalled().pins());
  }

  private Trusted trusted(Pins pins) throws IOException {
    return new Trusted(new TrustAnchors(layout, null).pinned(pins).keys(), pins);
  }

  /// Reads a key that is to be pinned.
  ///
  /// @throws ToolException when it lies in a bundle's folder, where whoever changed the bundle
  ///     could have put it
  public static TrustedKey keyIn(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ToolException(
          Problem.of(
              InstallCode.NO_TRUSTED_KEY,
              "The key to trust cannot be read",
              "reading the key to trust from " + file,
              "no readable file",
              "name the file with the public key, NAME.pem"));
    }
    for (var folder = file.toRealPath().getParent(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(Manifest.FILE_NAME))) {
        throw TrustAnchors.besideBundle(file);
      }
    }
    return TrustedKey.inFile(file);
  }

  /// Pins a key for all later bundles.
  ///
  /// @param threshold how many of the keys must sign from now on; as before where nothing is said
  public Outcome add(TrustedKey key, OptionalInt threshold) throws IOException {
    var fingerprint = key.fingerprint();
    return change(
        "key added",
        fingerprint.toString(),
        key,
        pins -> {
          if (pins.revokedKeys().contains(fingerprint)) {
            throw revoked(fingerprint);
          }
          int wanted = threshold.orElse(pins.threshold());
          var more = pins.adding(fingerprint, wanted);
          if (wanted < 1 || wanted > more.keys().size()) {
            throw threshold(wanted, more.keys().size());
          }
          return more;
        },
        List.of());
  }

  /// Revokes a pinned key: from now on what it signs counts for nothing.
  ///
  /// @param name its fingerprint, or the twelve digits that `list` shows
  public Outcome remove(String name) throws IOException {
    var key = find(requireInstalled().pins(), name);
    return change(
        "key revoked",
        key.toString(),
        null,
        pins -> {
          if (pins.revokedKeys().contains(key)) {
            return pins;
          }
          if (pins.keys().size() <= pins.threshold()) {
            throw needed(key, pins);
          }
          return pins.revoking(key);
        },
        signedBy(key));
  }

  /// Refuses a bundle from now on.
  public Outcome revoke(BundleId bundle) throws IOException {
    return change(
        "bundle revoked",
        Pins.spelling(bundle),
        null,
        pins -> pins.revoking(bundle),
        releases().filter(release -> isOf(release, bundle)).toList());
  }

  private Outcome change(
      String event,
      String subject,
      @Nullable TrustedKey laidDown,
      Change change,
      List<String> touched)
      throws IOException {
    requireInstalled();
    PrefixGuard.check(layout);
    try (var undone = new Changes();
        var _ = InstallLock.take(layout, undone);
        var changes = undone) {
      var log = new InstallLog(layout);
      log.settle();
      new Leftovers(layout).removeHalfWritten();
      var state = requireInstalled();
      var pins = change.of(state.pins());
      boolean changed = !pins.equals(state.pins());
      if (changed) {
        if (laidDown != null) {
          new TrustAnchors(layout, null).pin(laidDown, changes);
        }
        var after = state.trusting(pins);
        log.prepare(InstallLog.trustChanged(clock.instant(), event, subject, pins), after, changes);
        after.write(layout, changes);
        changes.keep();
        settle(log);
      }
      return new Outcome(trusted(pins), changed, touched);
    } catch (IOException | UncheckedIOException e) {
      throw notWritten(e);
    }
  }

  private void settle(InstallLog log) {
    try {
      log.settle();
    } catch (IOException | UncheckedIOException e) {
      throw Installation.diskFailedAfterwards("changing whom " + layout.prefix() + " trusts", e);
    }
  }

  private static Fingerprint find(Pins pins, String name) {
    return Stream.concat(pins.keys().stream(), pins.revokedKeys().stream())
        .filter(key -> isCalled(key, name))
        .findFirst()
        .orElseThrow(() -> unknown(pins, name));
  }

  private static boolean isCalled(Fingerprint key, String name) {
    return Fingerprint.isValid(name)
        ? key.equals(Fingerprint.parse(name))
        : key.label().equals(name);
  }

  /// Installed releases with a signature by `key`, the one in use first.
  private List<String> signedBy(Fingerprint key) throws IOException {
    var name = BundleFolder.signatureName(Manifest.FILE_NAME, key.label());
    return releases()
        .filter(release -> Files.exists(layout.evidence(release).resolve(name)))
        .toList();
  }

  private Stream<String> releases() throws IOException {
    var state = requireInstalled();
    return Stream.of(state.current(), state.previous()).filter(Objects::nonNull);
  }

  private boolean isOf(String release, BundleId bundle) {
    return release.endsWith("-" + bundle.manifest().hex().substring(0, 12));
  }

  private InstallState requireInstalled() throws IOException {
    return InstallState.read(layout)
        .filter(state -> state.current() != null)
        .orElseThrow(() -> Installation.nothingInstalled(layout));
  }

  private static ToolException unknown(Pins pins, String name) {
    var known = pins.keys().stream().map(Fingerprint::grouped).sorted().toList();
    return new ToolException(
        Problem.of(
                InstallCode.KEY_UNKNOWN,
                "No such key is pinned",
                "looking for the key " + name,
                "not among the keys that this installation trusts",
                "see which there are: voxcrate-installer trust list",
                "to refuse a bundle, name it as the log does: trust remove sha256:DIGEST")
            .expecting(String.join("\nor ", known)));
  }

  private static ToolException needed(Fingerprint key, Pins pins) {
    int count = pins.keys().size();
    return new ToolException(
        Problem.of(
            InstallCode.KEY_NEEDED,
            "This key is still needed",
            "removing the key " + key.label(),
            pins.threshold()
                + " of "
                + count
                + (count == 1 ? " key" : " keys")
                + " must sign each bundle; without this one nothing could be installed any more",
            "add the key that takes its place first: voxcrate-installer trust add FILE",
            "then run the same command again"));
  }

  private static ToolException revoked(Fingerprint key) {
    return new ToolException(
        Problem.of(
            InstallCode.KEY_REVOKED,
            "This key has been revoked here",
            "adding the key " + key.grouped(),
            "a key that was removed before: it may be in other hands",
            "let the builder make a new key: voxcrate-bundler keys generate --out NAME"));
  }

  private static ToolException threshold(int wanted, int count) {
    return new ToolException(
        Problem.of(
                InstallCode.NO_TRUSTED_KEY,
                "Not that many keys to trust",
                "counting the keys that must have signed",
                "--threshold " + wanted,
                "add as many keys as must have signed")
            .expecting("a number from 1 to " + count));
  }

  private ToolException notWritten(Exception cause) {
    return new ToolException(
        Problem.of(
            InstallCode.DISK_FAILED,
            "The disk could not be written",
            "changing whom " + layout.prefix() + " trusts",
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "check rights and free space of this folder",
            "then run the same command again; nothing was changed"),
        cause);
  }
}
