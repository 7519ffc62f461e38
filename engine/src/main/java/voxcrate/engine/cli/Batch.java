package voxcrate.engine.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

/// What became of each of several recordings. One that fails does not keep the others from being
/// done, but the command does not end as if it had succeeded. Thread-safe.
final class Batch {
  private final List<Hearing> hearings;
  private final Console console;
  private final List<Told> done = new ArrayList<>();
  private final List<Told> failed = new ArrayList<>();
  private @Nullable ToolException firstProblem;
  private boolean isWhole = true;

  private record Told(Hearing hearing, Json document) {}

  Batch(List<Hearing> hearings, Console console) {
    this.hearings = List.copyOf(hearings);
    this.console = console;
  }

  /// Does something that is about one recording alone.
  void attempt(Hearing hearing, Runnable work) {
    try {
      work.run();
    } catch (ToolException e) {
      failed(hearing, e);
    }
  }

  /// @param document what the JSON result says of a recording
  /// @param isWhole whether all of it could be heard
  synchronized void done(Hearing hearing, Json document, boolean isWhole) {
    done.add(new Told(hearing, document));
    this.isWhole &= isWhole;
  }

  synchronized void failed(Hearing hearing, ToolException failure) {
    if (firstProblem == null) {
      firstProblem = failure;
    }
    failed.add(new Told(hearing, told(hearing, failure)));
    if (hearings.size() > 1) {
      console.problem(failure.problem());
    }
  }

  /// When there is no recording left.
  ///
  /// @return done, or incomplete when some failed or something of one is missing
  /// @throws ToolException the first failure, when nothing succeeded
  synchronized ExitStatus end() {
    if (firstProblem != null && done.isEmpty()) {
      throw firstProblem;
    }
    console.result(
        Json.object().put("recordings", inOrder(done)).put("failed", inOrder(failed)).build());
    return firstProblem == null && isWhole ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
  }

  /// As the recordings were named, whoever was done first.
  private Json inOrder(List<Told> told) {
    return told.stream()
        .sorted(Comparator.comparingInt(one -> hearings.indexOf(one.hearing)))
        .map(Told::document)
        .collect(Json.toArray());
  }

  private static Json told(Hearing hearing, ToolException failure) {
    return Json.object()
        .put("file", hearing.files().getFirst().toString())
        .put("code", failure.problem().code().id())
        .put("found", failure.problem().found())
        .build();
  }
}
