package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

/// Does the same with each of several files. A file that fails does not keep the others from being
/// done, but the command does not end as if it had succeeded.
final class Batch {
  private final List<Json> done = new ArrayList<>();
  private final List<Json> failed = new ArrayList<>();

  /// @param step gives what the JSON result says of a file
  /// @return done, or incomplete when some failed
  /// @throws ToolException the first failure, when no file succeeded
  ExitStatus run(List<Path> files, Console console, Function<Path, Json> step) {
    var problems = new ArrayList<ToolException>();
    for (var file : files) {
      try {
        done.add(step.apply(file));
      } catch (ToolException e) {
        problems.add(e);
        failed.add(failure(file, e));
        if (files.size() > 1) {
          console.problem(e.problem());
        }
      }
    }
    if (problems.size() == files.size()) {
      throw problems.getFirst();
    }
    return problems.isEmpty() ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
  }

  Json document() {
    return Json.object().put("recordings", Json.of(done)).put("failed", Json.of(failed)).build();
  }

  private static Json failure(Path file, ToolException failure) {
    return Json.object()
        .put("file", file.toString())
        .put("code", failure.problem().code().id())
        .put("found", failure.problem().found())
        .build();
  }
}
