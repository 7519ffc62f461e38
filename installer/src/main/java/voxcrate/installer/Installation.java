package voxcrate.installer;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.trust.TrustPolicy;
import voxcrate.bundle.verify.EntrySink;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.files.Durable;
import voxcrate.installer.activate.Activator;
import voxcrate.installer.activate.SelfTest;
import voxcrate.installer.activate.StartupCache;
import voxcrate.installer.activate.Surroundings;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.layout.PrefixGuard;
import voxcrate.installer.stage.Leftovers;
import voxcrate.installer.stage.SpaceBudget;
import voxcrate.installer.stage.Stager;
import voxcrate.installer.trust.TrustAnchors;
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
  /// @param trust what the operator named with `--trust`
  public Installed install(Path bundle, List<String> trust) throws IOException {
    PrefixGuard.check(layout);
    var opened = open(bundle, trust);
    SpaceBudget.check(layout, opened.manifest());
    boolean first = !Files.exists(layout.prefix(), LinkOption.NOFOLLOW_LINKS);
    boolean done = false;
    try {
      Files.createDirectories(layout.prefix());
      var installed = installLocked(bundle, trust, opened);
      done = true;
      return installed;
    } catch (FileSystemException e) {
      throw diskFailed(e);
    } finally {
      if (first && !done) {
        Durable.deleteTree(layout.prefix());
      }
    }
  }

  private Installed installLocked(Path bundle, List<String> trust, OpenedBundle opened)
      throws IOException {
    try (var _ = InstallLock.take(layout)) {
      var activator = new Activator(layout, site.selfTest());
      var before = activator.endPendingTrial(state());
      new Leftovers(layout).remove();
      var staged = new Stager(layout, progress).stage(opened);
      boolean good = false;
      try {
        var anchors = anchors();
        var keys = anchors.find(bundle, trust, before.threshold());
        Files.createDirectories(layout.trust());
        new Surroundings(layout).prepare();
        var started = before.current() == null ? InstallState.before(keys.threshold()) : before;
        var after = activator.activate(staged.release(), opened.id(), opened.manifest(), started);
        anchors.pin(keys);
        good = true;
        finish(opened, staged, after);
        return new Installed(staged.release(), staged.fresh(), staged.changed());
      } finally {
        if (!good && staged.fresh()) {
          forget(before);
        }
      }
    }
  }

  private void finish(OpenedBundle opened, Stager.Staged staged, InstallState after)
      throws IOException {
    new StartupCache(layout)
        .make(staged.release())
        .ifPresent(reason -> progress.warn(TASK, reason));
    new InstallLog(layout)
        .installed(now(after), staged.release(), opened.id(), opened.signers().signers());
    new Leftovers(layout).removeReleasesBut(releasesOf(after));
  }

  private void forget(InstallState before) throws IOException {
    new Leftovers(layout).removeReleasesBut(releasesOf(before));
  }

  private static Set<String> releasesOf(InstallState state) {
    var names = new HashSet<String>();
    for (var name : java.util.Arrays.asList(state.current(), state.previous())) {
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  /// Every check an install would make; writes nothing.
  public OpenedBundle verify(Path bundle, List<String> trust) throws IOException {
    var opened = open(bundle, trust);
    opened.read(EntrySink.DISCARD, progress);
    return opened;
  }

  private OpenedBundle open(Path bundle, List<String> trust) throws IOException {
    var state = state();
    var keys = anchors().find(bundle, trust, state.threshold());
    var opened = OpenedBundle.open(bundle, keys);
    opened.enforce(
        new TrustPolicy(
            site.platform(),
            site.installerVersion(),
            Set.of(),
            state.floor(),
            state.highestSequence(),
            state.currentBundle(),
            now(state)));
    return opened;
  }

  /// There is no trusted clock: time never runs behind what verified data has shown.
  private Instant now(InstallState state) {
    var system = site.clock().instant();
    return system.isBefore(state.newestTime()) ? state.newestTime() : system;
  }

  /// Switches back to the release before the current one.
  public String rollBack() throws IOException {
    var state = requireInstalled();
    var previous = state.previous();
    if (previous == null || !Files.isDirectory(layout.release(previous))) {
      throw new ToolException(
          Problem.of(
              InstallError.NO_PREVIOUS_RELEASE,
              "No release to go back to",
              "rolling back " + layout.prefix(),
              "only release " + state.current() + " is on the disk",
              "install another bundle"));
    }
    try (var _ = InstallLock.take(layout)) {
      var manifest = layout.evidence(previous).resolve("bundle.json");
      var after = state.rolledBack(previous, BundleId.of(Files.readAllBytes(manifest)));
      new Activator(layout, site.selfTest()).switchTo(previous);
      after.write(layout);
      new InstallLog(layout).rolledBack(now(after), previous);
      return previous;
    }
  }

  /// Removes what was installed and nothing else; transcripts and the operator's settings stay
  /// unless
  /// `everything` is asked for.
  public void uninstall(boolean everything) throws IOException {
    requireInstalled();
    try (var _ = InstallLock.take(layout)) {
      Files.deleteIfExists(layout.current());
      for (var path :
          List.of(
              layout.releases(),
              layout.store(),
              layout.evidence(".").getParent(),
              layout.derived(),
              layout.launchers(),
              layout.models(),
              layout.trust(),
              layout.log())) {
        Durable.deleteTree(path);
      }
    }
    if (everything) {
      Durable.deleteTree(layout.data());
    }
    removeIfEmpty(layout.data());
    if (everything || !Files.exists(layout.data())) {
      Files.deleteIfExists(layout.settings());
      Files.deleteIfExists(layout.lock());
      removeIfEmpty(layout.prefix());
    }
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(folder);
    }
  }

  /// What is remembered; the state before the first install where nothing is installed.
  public InstallState state() throws IOException {
    return InstallState.read(layout).orElse(InstallState.before(1));
  }

  private InstallState requireInstalled() throws IOException {
    var state = state();
    if (state.current() == null) {
      throw new ToolException(
          Problem.of(
              InstallError.NOTHING_INSTALLED,
              "Nothing is installed here",
              "looking at " + layout.prefix(),
              "no release in use",
              "name the folder of an installation: --prefix DIR"));
    }
    return state;
  }

  private TrustAnchors anchors() {
    return new TrustAnchors(layout, site.bootstrap());
  }

  private ToolException diskFailed(FileSystemException cause) {
    return new ToolException(
        Problem.of(
            InstallError.DISK_FAILED,
            "The disk could not be written",
            "installing into " + layout.prefix(),
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "check rights and free space of this folder",
            "then run the same command again; what was installed before is untouched"),
        cause);
  }
}
