package voxcrate.engine.selftest;

import java.util.List;
import java.util.Optional;
import voxcrate.engine.selftest.Check.Failed;
import voxcrate.engine.selftest.Check.Passed;
import voxcrate.engine.selftest.Check.Skipped;
import voxcrate.json.Json;
import voxcrate.problem.Problem;

/// Everything a self-test looked at, in order.
public record SelfTestReport(List<Check> checks) {
  public SelfTestReport {
    checks = List.copyOf(checks);
  }

  public Optional<Problem> firstProblem() {
    return checks.stream()
        .filter(Failed.class::isInstance)
        .map(check -> ((Failed) check).problem())
        .findFirst();
  }

  public List<Skipped> skipped() {
    return checks.stream().filter(Skipped.class::isInstance).map(Skipped.class::cast).toList();
  }

  /// The report for programs, the doctor among them; its form is numbered.
  public Json.Obj document() {
    return Json.object()
        .put("_type", "voxcrate-selftest/1")
        .put("passed", firstProblem().isEmpty())
        .put("checks", checks.stream().map(SelfTestReport::document).collect(Json.toArray()))
        .build();
  }

  private static Json document(Check check) {
    var json = Json.object().put("name", check.name());
    switch (check) {
      case Passed(var _, var evidence) -> json.put("result", "passed").put("evidence", evidence);
      case Failed(var _, var problem) ->
          json.put("result", "failed")
              .put("code", problem.code().id())
              .put("evidence", problem.found())
              .put("remedy", Json.strings(problem.remedy()));
      case Skipped(var _, var reason) -> json.put("result", "skipped").put("evidence", reason);
    }
    return json.build();
  }
}
