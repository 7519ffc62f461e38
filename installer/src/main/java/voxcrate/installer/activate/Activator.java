package voxcrate.installer.activate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import voxcrate.files.Durable;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Switches `current` to a release and tries it. Whether the trial counts is one write: that of the
/// state which calls the release good.
public final class Activator {
  private final InstallLayout layout;
  private final SelfTest selfTest;

  public Activator(InstallLayout layout, SelfTest selfTest) {
    this.layout = layout;
    this.selfTest = selfTest;
  }

  /// Makes a laid-out release the one in use.
  ///
  /// @param before what was remembered so far
  /// @param good what is to be remembered once the release has passed its self-test
  /// @throws ToolException when it does not pass; closing `changes` switches back
  public void activate(String release, InstallState before, InstallState good, Changes changes)
      throws IOException {
    changes.ownFolder(layout.trust(), "rwxr-xr-x");
    before.trying(release).write(layout, changes);
    changes.link(layout.current(), Path.of("releases", release));
    switch (selfTest.run(layout.release(release))) {
      case SelfTest.Outcome.Good _ -> {
        // Taken back when the disk fails after the file has its name: the log would lack this run.
        good.write(layout, changes);
        changes.keep();
      }
      case SelfTest.Outcome.Bad(var status, var report) -> throw failed(release, status, report);
    }
  }

  /// Whether `release` is what `current` points to.
  public boolean isCurrent(String release) throws IOException {
    return Files.isSymbolicLink(layout.current())
        && Files.readSymbolicLink(layout.current()).equals(Path.of("releases", release));
  }

  /// Undoes a trial that never ended: the process was killed, or the power failed.
  public InstallState endPendingTrial(InstallState state) throws IOException {
    if (state.pending() == null) {
      return state;
    }
    if (state.current() == null) {
      Files.deleteIfExists(layout.current());
      Durable.syncFolder(layout.prefix());
    } else {
      Changes.point(layout.current(), Path.of("releases", state.current()));
    }
    var good = state.abandoned();
    good.write(layout);
    return good;
  }

  private static ToolException failed(String release, int status, String report) {
    var shown = report.isBlank() ? "no output" : report.strip();
    return new ToolException(
        Problem.of(
            InstallCode.SELF_TEST_FAILED,
            "The release failed its self-test",
            "trying release " + release,
            "the engine ended with status " + status + ": " + shown,
            "what was installed before is in use again",
            "keep this message for your supplier"));
  }
}
