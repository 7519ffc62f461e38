package voxcrate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import voxcrate.problem.ExitStatus;

/// One verb of a program: `voxcrate-installer verify`. Subclasses hold options and tell the story;
/// [Program] runs them and turns what they return or throw into an exit status.
public abstract class Verb implements Callable<Integer> {
  @Mixin CommonOptions common;
  @Spec CommandSpec spec;

  /// Does the work. What stops it is thrown as a [voxcrate.problem.ToolException].
  protected abstract ExitStatus run(Console console) throws Exception;

  /// What a [CommandLine.ParameterException] needs to show the usage.
  protected final CommandLine commandLine() {
    return spec.commandLine();
  }

  @Override
  public final Integer call() throws Exception {
    var commandLine = spec.commandLine();
    try (var console = new Console(common, commandLine.getOut(), commandLine.getErr())) {
      var status = run(console);
      boolean spoiled = common.strict && console.hasWarned() && status == ExitStatus.DONE;
      return (spoiled ? ExitStatus.INCOMPLETE : status).code();
    }
  }
}
