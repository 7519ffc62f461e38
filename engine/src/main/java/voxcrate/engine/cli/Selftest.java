package voxcrate.engine.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.engine.selftest.Check;
import voxcrate.engine.selftest.Check.Failed;
import voxcrate.engine.selftest.Check.Passed;
import voxcrate.engine.selftest.Check.Skipped;
import voxcrate.engine.selftest.SelfTest;
import voxcrate.problem.ExitStatus;

/// `voxcrate selftest`: a known clip against its known answer.
@Command(
    name = "selftest",
    description = "A known recording against its known answer, and every model against its digest.",
    footer = {"", "Example: voxcrate selftest --json"})
public final class Selftest extends Verb {
  @Mixin final ModelOptions models = new ModelOptions();

  @Option(
      names = "--clip",
      paramLabel = "DIR",
      description = "Folder with clip.flac and clip.rttm (default: the one of this installation).")
  @Nullable Path clip;

  @Override
  protected ExitStatus run(Console console) {
    models.tellPlace(console);
    var folder = clip == null ? Release.selftest() : clip;
    var report = new SelfTest(models.catalog(), folder, models.targets()).run();
    report.checks().forEach(check -> console.print(line(check)));
    report.skipped().forEach(check -> console.say("note: " + check.reason()));
    report.firstProblem().ifPresent(console::problem);
    console.result(report.document());
    return report.firstProblem().map(problem -> problem.code().exit()).orElse(ExitStatus.DONE);
  }

  private static String line(Check check) {
    return switch (check) {
      case Passed(var name, var evidence) -> "passed   " + name + ": " + evidence;
      case Failed(var name, var problem) -> "FAILED   " + name + ": " + problem.found();
      case Skipped(var name, var reason) -> "skipped  " + name + ": " + reason;
    };
  }
}
