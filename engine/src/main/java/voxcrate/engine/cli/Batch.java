package voxcrate.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

/// Does the same with each of several recordings. One that fails does not keep the others from
/// being done, but the command does not end as if it had succeeded.
final class Batch {
  private final List<Json> done = new ArrayList<>();
  private final List<Json> failed = new ArrayList<>();
  private boolean isWhole = true;

  /// @param document what the JSON result says of a recording
  /// @param isWhole whether all of it could be heard
  record Step(Json document, boolean isWhole) {}

  /// @return done, or incomplete when some failed or something of one is missing
  /// @throws ToolException the first failure, when nothing succeeded
  ExitStatus run(List<Hearing> hearings, Console console, Function<Hearing, Step> step) {
    var problems = new ArrayList<ToolException>();
    for (var hearing : hearings) {
      try {
        add(step.apply(hearing));
      } catch (ToolException e) {
        problems.add(e);
        failed.add(failure(hearing, e));
        if (hearings.size() > 1) {
          console.problem(e.problem());
        }
      }
    }
    if (problems.size() == hearings.size()) {
      throw problems.getFirst();
    }
    return problems.isEmpty() && isWhole ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
  }

  private void add(Step step) {
    done.add(step.document());
    isWhole &= step.isWhole();
  }

  Json document() {
    return Json.object().put("recordings", Json.of(done)).put("failed", Json.of(failed)).build();
  }

  private static Json failure(Hearing hearing, ToolException failure) {
    return Json.object()
        .put("file", hearing.files().getFirst().toString())
        .put("code", failure.problem().code().id())
        .put("found", failure.problem().found())
        .build();
  }
}
