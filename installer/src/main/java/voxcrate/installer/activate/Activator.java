package voxcrate.installer.activate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import voxcrate.bundle.BundleId;
import voxcrate.bundle.Manifest;
import voxcrate.files.Durable;
import voxcrate.installer.InstallError;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Switches `current` to a release, tries it, and switches back when it is not good.
public final class Activator {
  private final InstallLayout layout;
  private final SelfTest selfTest;

  public Activator(InstallLayout layout, SelfTest selfTest) {
    this.layout = layout;
    this.selfTest = selfTest;
  }

  /// Makes a laid-out release the one in use.
  ///
  /// @throws ToolException when its self-test fails; `current` is then what it was
  public InstallState activate(
      String release, BundleId bundle, Manifest manifest, InstallState before) throws IOException {
    before.trying(release).write(layout);
    pointCurrentTo(release);
    switch (selfTest.run(layout.release(release))) {
      case SelfTest.Outcome.Good _ -> {
        var good = before.good(release, bundle, manifest);
        good.write(layout);
        return good;
      }
      case SelfTest.Outcome.Bad(var status, var report) -> {
        goBackTo(before);
        throw failed(release, status, report);
      }
    }
  }

  /// Undoes a trial that never ended: the process was killed, or the power failed.
  public InstallState endPendingTrial(InstallState state) throws IOException {
    if (state.pending() == null) {
      return state;
    }
    goBackTo(state);
    return state.abandoned();
  }

  /// Points `current` to a release that is known to be good.
  public void switchTo(String release) throws IOException {
    pointCurrentTo(release);
  }

  private void goBackTo(InstallState good) throws IOException {
    var current = good.current();
    if (current == null) {
      Files.deleteIfExists(layout.current());
      Durable.syncFolder(layout.prefix());
    } else {
      pointCurrentTo(current);
    }
    good.abandoned().write(layout);
  }

  private void pointCurrentTo(String release) throws IOException {
    replaceLink(layout.current(), Path.of("releases", release));
  }

  /// Replaces a symbolic link in one step.
  static void replaceLink(Path link, Path target) throws IOException {
    if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
      return;
    }
    if (Files.isDirectory(link, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(link + " is a folder where a link should be");
    }
    var fresh = link.resolveSibling(".new-" + Objects.requireNonNull(link.getFileName()));
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, target);
    Durable.move(fresh, link);
  }

  private static ToolException failed(String release, int status, String report) {
    var shown = report.isBlank() ? "no output" : report.strip();
    return new ToolException(
        Problem.of(
            InstallError.SELF_TEST_FAILED,
            "The new release failed its self-test",
            "trying release " + release,
            "the engine ended with status " + status + ": " + shown,
            "what was installed before is in use again",
            "keep this message for your supplier"));
  }
}
