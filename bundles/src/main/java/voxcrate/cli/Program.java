package voxcrate.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.stop.StopSignals;

/// Runs one of the three command lines: parses, calls the verb, renders what stopped it, and gives
/// the exit status. `main` is the only place that ends the process.
public final class Program {
  private Program() {}

  /// @param root the object annotated as the program's top command
  public static int run(Object root, PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(root).setOut(out).setErr(err).execute(arguments);
  }

  /// As [#run], on the process's own streams, and for the process's own signals.
  public static int run(Object root, String... arguments) {
    var output = new StandardOutput();
    var out = new PrintWriter(new OutputStreamWriter(output, System.out.charset()), true);
    int status =
        commandLine(root)
            .setOut(out)
            .setExecutionStrategy(Program::heedingSignals)
            .execute(arguments);
    out.flush();
    return output.loss().map(Program::told).orElse(status);
  }

  private static int told(Problem problem) {
    System.err.println(problem.render());
    return problem.code().exit().code();
  }

  /// Help is there before signals would be.
  private static int heedingSignals(ParseResult parsed) {
    var helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    StopSignals.install(System.err::println);
    return new CommandLine.RunLast().execute(parsed);
  }

  /// The configured parser, also for generated documents.
  public static CommandLine commandLine(Object root) {
    return new CommandLine(root)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setExecutionExceptionHandler(Program::stopped);
  }

  private static int stopped(Exception failure, CommandLine command, ParseResult parsed) {
    var err = command.getErr();
    boolean stacktrace = command.getCommand() instanceof Verb verb && verb.common.stacktrace;
    boolean json = command.getCommand() instanceof Verb verb && verb.common.json;
    if (stacktrace) {
      failure.printStackTrace(err);
    }
    if (failure instanceof ToolException tool) {
      err.println(tool.problem().render());
      if (json) {
        command.getOut().print(JsonWriter.indented(document(tool.problem())));
      }
      return flushed(command, tool.problem().code().exit());
    }
    err.println("internal fault: " + failure);
    if (!stacktrace) {
      err.println("  next:     run again with --stacktrace and keep the output for your supplier");
    }
    return flushed(command, ExitStatus.INTERNAL);
  }

  private static int flushed(CommandLine command, ExitStatus status) {
    command.getOut().flush();
    command.getErr().flush();
    return status.code();
  }

  private static Json document(Problem problem) {
    var error =
        Json.object()
            .put("code", problem.code().id())
            .put("exit", problem.code().exit().code())
            .put("headline", problem.headline())
            .put("doing", problem.doing())
            .put("found", problem.found());
    if (problem.expected() != null) {
      error.put("expected", problem.expected());
    }
    error.put("remedy", Json.strings(problem.remedy()));
    return Json.object().put("error", error.build()).build();
  }

  /// The version that the build wrote into the jar.
  public static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"${COMMAND-FULL-NAME} " + number()};
    }

    /// For example `0.1.0`; `development` when run from class files.
    public static String number() {
      var version = Program.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }
  }
}
