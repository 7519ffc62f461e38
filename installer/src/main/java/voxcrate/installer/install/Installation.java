package voxcrate.installer.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.format.ManifestCodec;
import voxcrate.bundle.trust.TrustPolicy;
import voxcrate.bundle.trust.TrustPolicy.Decision;
import voxcrate.bundle.trust.TrustPolicy.Waiver;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.installer.activate.Activator;
import voxcrate.installer.activate.SelfTest;
import voxcrate.installer.activate.StartupCache;
import voxcrate.installer.activate.Surroundings;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.layout.Pins;
import voxcrate.installer.layout.PrefixGuard;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.installer.stage.Leftovers;
import voxcrate.installer.stage.SpaceBudget;
import voxcrate.installer.stage.Stager;
import voxcrate.installer.trust.TrustAnchors;
import voxcrate.installer.trust.TrustChoice;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// One installation, and what can be done to it. After a refusal or failure everything is as
/// before;
/// after a kill the next run cleans up.
public final class Installation {
  private static final String TASK = "install";

  private final InstallLayout layout;
  private final Site site;
  private final ProgressListener progress;

  /// What an installation knows of its surroundings.
  ///
  /// @param installerVersion of this program
  /// @param bootstrap folder of the unpacked bootstrap; null when started from an installation
  /// @param selfTest how a release is tried
  public record Site(
      Platform platform,
      String installerVersion,
      @Nullable Path bootstrap,
      SelfTest selfTest,
      Clock clock) {}

  public Installation(InstallLayout layout, Site site, ProgressListener progress) {
    this.layout = layout;
    this.site = site;
    this.progress = progress;
  }

  /// What an install did.
  ///
  /// @param fresh false when the release was there and was verified instead
  /// @param changed files that had to be put in place
  public record Installed(String release, boolean fresh, int changed) {}

  /// Verifies `bundle`, stages it, switches to it, tries it.
  ///
  /// @param trust whom the operator trusts, for a first install
  public Installed install(Path bundle, TrustChoice trust) throws IOException {
    try {
      PrefixGuard.check(layout);
      PrefixGuard.checkMayStart(layout);
      var opened = open(bundle, state(), trust);
      SpaceBudget.check(layout, opened.manifest());
      return installLocked(bundle, opened, trust);
    } catch (IOException | UncheckedIOException e) {
      throw diskFailed(e);
    }
  }

  private Installed installLocked(Path bundle, OpenedBundle opened, TrustChoice trust)
      throws IOException {
    try (var changes = new Changes()) {
      changes.folder(layout.prefix(), "rwxr-xr-x");
      // What has to be taken back is taken back under the lock.
      try (var _ = InstallLock.take(layout, changes);
          changes) {
        var cutShort = state().pending();
        var before = cleanUp(opened.manifest(), changes);
        // Another installer may have run since the bundle was opened. These keys are pinned, and
        // not what may lie in their place later.
        var keys = anchors().find(bundle, before, trust);
        opened.requireSignedBy(keys);
        var waived = opened.enforce(policy(opened, before, trust));
        tell(waived);
        var mending = before.trying(opened.releaseName());
        // There is something to lose: what a failing disk has not kept is found before the switch.
        boolean readBack = before.current() != null;
        var staged =
            new Stager(layout, changes, readBack, progress)
                .stage(opened, () -> mending.write(layout));
        new Surroundings(layout).prepare(changes);
        if (isInUse(staged, before) && !staged.release().equals(cutShort)) {
          changes.keep();
        } else {
          activate(opened, keys, before, changes, line(opened, staged, before, waived));
        }
        finish(staged.release());
        return new Installed(staged.release(), staged.fresh(), staged.changed());
      }
    }
  }

  /// What a killed run left. Contents that it had brought for this bundle are not written again.
  private InstallState cleanUp(Manifest wanted, Changes changes) throws IOException {
    boolean left = Files.exists(layout.releases()) || Files.exists(layout.store());
    var state = endWhatWasCutShort();
    if (state.current() == null && left) {
      // A first install that was killed leaves nothing worth keeping, if this one is refused.
      changes.undoneBy(
          () -> {
            new Removal(layout).run(false);
            new Removal(layout).finish();
          });
    }
    new Leftovers(layout).removeBut(releasesOf(state), wanted);
    return state;
  }

  private InstallState endWhatWasCutShort() throws IOException {
    new InstallLog(layout).settle();
    return new Activator(layout, site.selfTest()).endPendingTrial(state());
  }

  private boolean isInUse(Stager.Staged staged, InstallState state) throws IOException {
    return staged.changed() == 0
        && staged.release().equals(state.current())
        && new Activator(layout, site.selfTest()).isCurrent(staged.release());
  }

  private void activate(
      OpenedBundle opened,
      TrustedKeys keys,
      InstallState before,
      Changes changes,
      InstallLog.Line line)
      throws IOException {
    anchors().pin(keys, changes);
    var started = before.current() == null ? InstallState.before(Pins.of(keys)) : before;
    var good = started.good(opened.releaseName(), opened.id(), opened.manifest());
    new InstallLog(layout).prepare(line, good, changes);
    new Activator(layout, site.selfTest()).activate(opened.releaseName(), started, good, changes);
  }

  private InstallLog.Line line(
      OpenedBundle opened, Stager.Staged staged, InstallState before, Set<Waiver> waived) {
    boolean mended = staged.release().equals(before.current());
    return InstallLog.staged(
        now(before, opened.manifest()), mended ? "mended" : "installed", opened, waived);
  }

  /// What follows once the release is in use; none of it can take that back.
  private void finish(String release) throws IOException {
    try {
      new InstallLog(layout).settle();
      new StartupCache(layout).make(release).ifPresent(reason -> progress.warn(TASK, reason));
      new Leftovers(layout)
          .removeReleasesBut(releasesOf(state()))
          .stillRunning()
          .forEach(reason -> progress.warn(TASK, reason));
    } catch (IOException | UncheckedIOException e) {
      throw diskFailedAfterwards(afterwards(release), e);
    }
  }

  private static Set<String> releasesOf(InstallState state) {
    return Stream.of(state.current(), state.previous())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /// Every check an install would make; writes nothing.
  public OpenedBundle verify(Path bundle, TrustChoice trust) throws IOException {
    var opened = open(bundle, state(), trust);
    opened.check(progress);
    return opened;
  }

  /// Every check an install would make, those of this machine too; writes nothing.
  public OpenedBundle dryRun(Path bundle, TrustChoice trust) throws IOException {
    PrefixGuard.check(layout);
    var opened = verify(bundle, trust);
    SpaceBudget.check(layout, opened.manifest());
    return opened;
  }

  private OpenedBundle open(Path bundle, InstallState state, TrustChoice trust) throws IOException {
    var opened = OpenedBundle.open(bundle, anchors().find(bundle, state, trust));
    tellOfWrongClock(state, opened.manifest());
    opened.enforce(policy(opened, state, trust));
    return opened;
  }

  private TrustPolicy policy(OpenedBundle opened, InstallState state, TrustChoice trust)
      throws IOException {
    return new TrustPolicy(
        site.platform(),
        site.installerVersion(),
        state.pins().revokedBundles(),
        state.floor(),
        state.highestSequence(),
        isReturn(opened, state) ? opened.id() : state.currentBundle(),
        now(state, opened.manifest()),
        trust.waivers());
  }

  private void tell(Set<Waiver> waived) {
    for (var waiver : waived) {
      progress.warn(
          TASK,
          "this bundle is "
              + waiver.words()
              + "; it is installed because that was asked for, and the log says so");
    }
  }

  /// After a roll back, the newest release on the disk may be returned to.
  private boolean isReturn(OpenedBundle opened, InstallState state) throws IOException {
    return opened.releaseName().equals(state.previous())
        && opened.manifest().sequence() == state.highestSequence()
        && opened.id().equals(installedBundle(opened.releaseName()));
  }

  private BundleId installedBundle(String release) throws IOException {
    return BundleId.of(manifestBytes(release));
  }

  private Manifest installedManifest(String release) throws IOException {
    return ManifestCodec.read(manifestBytes(release));
  }

  private byte[] manifestBytes(String release) throws IOException {
    return Files.readAllBytes(layout.evidence(release).resolve(Manifest.FILE_NAME));
  }

  /// There is no trusted clock: time never runs behind what verified data has shown.
  private Instant now(InstallState state, Manifest verified) {
    var system = site.clock().instant();
    var shown = latest(state.newestTime(), verified.created());
    return latest(system, shown);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private void tellOfWrongClock(InstallState state, Manifest verified) {
    var system = site.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    var used = now(state, verified);
    if (system.isBefore(used.truncatedTo(ChronoUnit.SECONDS))) {
      progress.warn(
          TASK,
          "this machine's clock says "
              + system
              + "; signed data is from "
              + used
              + ", so that is taken for now");
    }
  }

  /// Switches back to the release before the current one.
  public String rollBack() throws IOException {
    requireInstalled();
    PrefixGuard.check(layout);
    try (var undone = new Changes();
        var _ = InstallLock.take(layout, undone);
        var changes = undone) {
      var state = endWhatWasCutShort();
      new Leftovers(layout).removeBut(releasesOf(state));
      var previous = requirePrevious(state);
      var manifest = installedManifest(previous);
      var bundle = installedBundle(previous);
      requireReturn(manifest, bundle, state);
      var good = state.rolledBack(previous, bundle);
      var line = InstallLog.rolledBack(now(good, manifest), previous);
      new InstallLog(layout).prepare(line, good, changes);
      new Activator(layout, site.selfTest()).activate(previous, state, good, changes);
      settleLog(previous);
      return previous;
    } catch (IOException | UncheckedIOException e) {
      throw diskFailed(e);
    }
  }

  private String requirePrevious(InstallState state) {
    var previous = state.previous();
    if (previous == null || !Files.isDirectory(layout.release(previous))) {
      throw new ToolException(
          Problem.of(
              InstallCode.NO_PREVIOUS_RELEASE,
              "No release to go back to",
              "rolling back " + layout.prefix(),
              "only release " + state.current() + " is on the disk",
              "install another bundle"));
    }
    return previous;
  }

  private String afterwards(String release) {
    return "cleaning up after release " + release + " in " + layout.prefix();
  }

  private void settleLog(String release) {
    try {
      new InstallLog(layout).settle();
    } catch (IOException | UncheckedIOException e) {
      throw diskFailedAfterwards(afterwards(release), e);
    }
  }

  private void requireReturn(Manifest manifest, BundleId bundle, InstallState state) {
    var policy =
        new TrustPolicy(
            site.platform(),
            site.installerVersion(),
            state.pins().revokedBundles(),
            state.floor(),
            state.highestSequence(),
            state.currentBundle(),
            now(state, manifest),
            Set.of());
    if (policy.decideReturn(manifest, bundle) instanceof Decision.Refused refused) {
      throw refused.during("rolling back " + layout.prefix());
    }
  }

  /// Removes what was installed and nothing else; settings that somebody has changed stay, and so
  /// do
  /// transcripts unless `data` is asked for.
  public void uninstall(boolean data) throws IOException {
    if (!Files.exists(layout.lock())) {
      // Where it is there, an installation is, or a removal that was cut short.
      requireSomethingInstalled();
    }
    PrefixGuard.check(layout);
    var removal = new Removal(layout);
    try (var changes = new Changes();
        var _ = InstallLock.take(layout, changes)) {
      changes.keep();
      new LauncherLinks(layout).remove();
      new Leftovers(layout).removeHalfWritten();
      removal.run(data);
      removal.finish();
    } catch (IOException | UncheckedIOException e) {
      throw diskFailed(e);
    }
  }

  /// What is remembered; the state before the first install where nothing is installed.
  public InstallState state() throws IOException {
    return InstallState.read(layout).orElse(InstallState.before(Pins.NONE));
  }

  private InstallState requireInstalled() throws IOException {
    var state = state();
    if (state.current() == null) {
      throw nothingInstalled(layout);
    }
    return state;
  }

  /// What cannot be read any more can still be removed.
  private void requireSomethingInstalled() throws IOException {
    try {
      requireInstalled();
    } catch (ToolException e) {
      if (e.problem().code() != InstallCode.STATE_DAMAGED) {
        throw e;
      }
    }
  }

  static ToolException nothingInstalled(InstallLayout layout) {
    return new ToolException(
        Problem.of(
            InstallCode.NOTHING_INSTALLED,
            "Nothing is installed here",
            "looking at " + layout.prefix(),
            "no release in use",
            "name the folder of an installation: --prefix DIR"));
  }

  private TrustAnchors anchors() {
    return new TrustAnchors(layout, site.bootstrap());
  }

  static ToolException diskFailedAfterwards(String doing, Exception cause) {
    return new ToolException(
        Problem.of(
            InstallCode.DISK_FAILED_AFTERWARDS,
            "It is done, but the disk failed afterwards",
            doing,
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "check rights and free space of this folder",
            "then install the same bundle again: it does what is left, and the log gets its line"),
        cause);
  }

  private ToolException diskFailed(Exception cause) {
    return new ToolException(
        Problem.of(
            InstallCode.DISK_FAILED,
            "The disk could not be written",
            "installing into " + layout.prefix(),
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "check rights and free space of this folder",
            "then run the same command again; what was installed before is untouched"),
        cause);
  }
}
