package voxcrate.installer.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import voxcrate.installer.activate.Activator;
import voxcrate.installer.activate.SelfTest;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.layout.PrefixGuard;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.installer.stage.Leftovers;
import voxcrate.installer.stage.Leftovers.Unwanted;
import voxcrate.installer.status.Occupied;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Drops releases that are no longer wanted, and what a killed run has left. The release in use
/// always stays.
public final class Pruning {
  private final InstallLayout layout;
  private final SelfTest selfTest;
  private final Clock clock;

  /// @param selfTest of a trial that never ended; it is ended, not repeated
  public Pruning(InstallLayout layout, SelfTest selfTest, Clock clock) {
    this.layout = layout;
    this.selfTest = selfTest;
    this.clock = clock;
  }

  /// What goes, or would go.
  ///
  /// @param bytes of contents that nothing else uses
  /// @param stillRunning releases that stay because their programs are at work, in words
  public record Pruned(List<String> releases, long bytes, List<String> stillRunning) {
    public Pruned {
      releases = List.copyOf(releases);
      stillRunning = List.copyOf(stillRunning);
    }
  }

  /// What a [#prune] would drop; writes nothing.
  ///
  /// @param previousToo whether the release that can be gone back to goes too
  public Pruned plan(boolean previousToo) throws IOException {
    return counted(new Leftovers(layout).unwantedBut(kept(requireInstalled(), previousToo)));
  }

  /// @param previousToo whether the release that can be gone back to goes too
  public Pruned prune(boolean previousToo) throws IOException {
    requireInstalled();
    PrefixGuard.check(layout);
    try (var changes = new Changes();
        var _ = InstallLock.take(layout, changes)) {
      changes.keep();
      new InstallLog(layout).settle();
      var state = new Activator(layout, selfTest).endPendingTrial(requireInstalled());
      var kept = kept(state, previousToo);
      var leftovers = new Leftovers(layout);
      leftovers.removeHalfWritten();
      var unwanted = leftovers.unwantedBut(kept);
      var pruned = counted(unwanted);
      if (previousToo && state.previous() != null) {
        // Forgotten first: what is remembered as good is always whole.
        state.withoutPrevious().write(layout);
      }
      leftovers.remove(unwanted);
      if (!pruned.releases().isEmpty()) {
        new InstallLog(layout).pruned(clock.instant(), pruned.releases());
      }
      return pruned;
    } catch (IOException | UncheckedIOException e) {
      throw notDropped(e);
    }
  }

  private static Set<String> kept(InstallState state, boolean previousToo) {
    return Stream.of(state.current(), previousToo ? null : state.previous())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private Pruned counted(Unwanted unwanted) throws IOException {
    long bytes = 0;
    for (var content : unwanted.contents()) {
      bytes += Files.size(content);
    }
    for (var tree : unwanted.trees()) {
      // The files of a release itself are counted as contents.
      bytes += tree.startsWith(layout.releases()) ? 0 : Occupied.of(tree).bytes();
    }
    return new Pruned(unwanted.releases(), bytes, unwanted.stillRunning());
  }

  private InstallState requireInstalled() throws IOException {
    return InstallState.read(layout)
        .filter(state -> state.current() != null)
        .orElseThrow(() -> Installation.nothingInstalled(layout));
  }

  private ToolException notDropped(Exception cause) {
    return new ToolException(
        Problem.of(
            InstallCode.DISK_FAILED,
            "The disk could not be written",
            "dropping releases of " + layout.prefix(),
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "check the rights of this folder",
            "then run the same command again; the release in use is untouched"),
        cause);
  }
}
