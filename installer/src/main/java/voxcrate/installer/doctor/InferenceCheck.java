package voxcrate.installer.doctor;

import static voxcrate.installer.doctor.DoctorCode.GRAPHICS_FELL_BACK;
import static voxcrate.installer.doctor.DoctorCode.INFERENCE_FAILED;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.problem.Problem;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// The engine's self-test on each execution target: a known recording against its known answer.
final class InferenceCheck implements Check {
  private static final String NAME = "inference";
  private static final String CPU = "cpu";

  private final InstallLayout layout;
  private final Engine engine;
  private final List<String> targets;
  private final ProgressListener progress;

  /// @param targets as `--device` has them
  InferenceCheck(
      InstallLayout layout, Engine engine, List<String> targets, ProgressListener progress) {
    this.layout = layout;
    this.engine = engine;
    this.targets = List.copyOf(targets);
    this.progress = progress;
  }

  /// One check of the engine's own.
  private record Tried(String name, String result, String evidence) {
    static Tried of(Json.Obj check) {
      return new Tried(check.text("name"), check.text("result"), check.text("evidence"));
    }

    String line() {
      return name + ": " + evidence;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    var findings = new ArrayList<Finding>();
    for (var target : targets) {
      var task = "trying the engine on " + target;
      progress.on(new ProgressEvent.Started(task, 1, ProgressEvent.Unit.STEPS));
      findings.addAll(look(target));
      progress.on(new ProgressEvent.Finished(task));
    }
    return findings;
  }

  private List<Finding> look(String target) {
    return switch (engine.run("selftest", "--json", "--device", target)) {
      case Engine.Ended.NotStarted(var reason) -> List.of(failed(target, reason));
      case Engine.Ended.Normally(var status, var out, var all) -> judge(target, status, out, all);
    };
  }

  private List<Finding> judge(String target, int status, String out, String all) {
    var tried = checks(out);
    if (status != 0) {
      var first =
          tried.stream()
              .filter(check -> check.result.equals("failed"))
              .map(Tried::line)
              .findFirst()
              .orElse(all.isEmpty() ? "it says nothing" : all);
      return List.of(failed(target, "status " + status + ": " + first));
    }
    var elsewhere =
        tried.stream()
            .filter(check -> check.result.equals("passed") && check.name.contains(" on "))
            .filter(check -> isElsewhere(target, check.name))
            .map(Tried::line)
            .toList();
    if (!elsewhere.isEmpty()) {
      return List.of(fellBack(target, elsewhere));
    }
    var findings = new ArrayList<Finding>();
    for (var check : tried) {
      findings.add(
          check.result.equals("skipped")
              ? new Finding.Skipped(NAME, check.line())
              : new Finding.Good(NAME, check.line()));
    }
    if (findings.isEmpty()) {
      findings.add(new Finding.Good(NAME, "the self-test passes on " + target));
    }
    return findings;
  }

  /// Whether a graphics card was asked for and the processor did the work.
  private static boolean isElsewhere(String target, String name) {
    return !target.equals(CPU)
        && name.substring(name.lastIndexOf(" on "))
            .toLowerCase(java.util.Locale.ROOT)
            .contains(CPU);
  }

  private static List<Tried> checks(String out) {
    try {
      return JsonReader.readObject(out.getBytes(StandardCharsets.UTF_8)).objects("checks").stream()
          .map(Tried::of)
          .toList();
    } catch (JsonException e) {
      // An engine of another version: then its status alone counts.
      return List.of();
    }
  }

  private Finding failed(String target, String found) {
    return Finding.bad(
        NAME,
        Problem.of(
            INFERENCE_FAILED,
            "The engine does not hear what it should",
            "trying it on " + target,
            found,
            "do not use results of this machine",
            "mend the installation from its bundle: " + Commands.repair(layout),
            "go back to the release before, where there is one: voxcrate-installer rollback",
            "carry this out to your supplier: voxcrate-installer doctor --report FILE"));
  }

  private Finding fellBack(String target, List<String> checks) {
    return Finding.bad(
        NAME,
        Problem.of(
                GRAPHICS_FELL_BACK,
                "The processor did the work of the graphics card",
                "trying the engine on " + target,
                String.join("\n", checks),
                "results are right, only slower",
                "carry this out to your supplier: voxcrate-installer doctor --report FILE")
            .expecting("every stage on " + target));
  }
}
