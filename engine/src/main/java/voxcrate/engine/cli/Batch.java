package voxcrate.engine.cli;

import java.util.ArrayList;
import java.util.List;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

/// What became of each of several recordings. One that fails does not keep the others from being
/// done, but the command does not end as if it had succeeded.
final class Batch {
  private final int recordings;
  private final Console console;
  private final List<ToolException> problems = new ArrayList<>();
  private final List<Json> done = new ArrayList<>();
  private final List<Json> failed = new ArrayList<>();
  private boolean isWhole = true;

  /// @param recordings how many there are
  Batch(int recordings, Console console) {
    this.recordings = recordings;
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
  void done(Json document, boolean isWhole) {
    done.add(document);
    this.isWhole &= isWhole;
  }

  void failed(Hearing hearing, ToolException failure) {
    problems.add(failure);
    failed.add(told(hearing, failure));
    if (recordings > 1) {
      console.problem(failure.problem());
    }
  }

  /// When there is no recording left.
  ///
  /// @return done, or incomplete when some failed or something of one is missing
  /// @throws ToolException the first failure, when nothing succeeded
  ExitStatus end() {
    if (problems.size() == recordings) {
      throw problems.getFirst();
    }
    console.result(
        Json.object().put("recordings", Json.of(done)).put("failed", Json.of(failed)).build());
    return problems.isEmpty() && isWhole ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
  }

  private static Json told(Hearing hearing, ToolException failure) {
    return Json.object()
        .put("file", hearing.files().getFirst().toString())
        .put("code", failure.problem().code().id())
        .put("found", failure.problem().found())
        .build();
  }
}
