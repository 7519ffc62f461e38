package voxcrate.bundler.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import voxcrate.bundler.pack.Programs;

/// Where the built programs are.
final class ProgramOptions {
  @Option(
      names = "--dist",
      paramLabel = "DIR",
      description = "Folder of the built programs (default: this program's own).")
  @Nullable Path dist;

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  /// @throws voxcrate.problem.ToolException where they are not complete
  Programs programs() {
    if (dist != null) {
      return Programs.in(dist);
    }
    var own = System.getProperty("voxcrate.dist");
    if (own == null && command != null) {
      throw new ParameterException(
          command.commandLine(), "name the folder of the built programs: --dist DIR");
    }
    return Programs.in(Path.of(String.valueOf(own)));
  }

  /// The time that files carry where none is named: `SOURCE_DATE_EPOCH`, else now.
  static Instant usualTime() {
    var epoch = System.getenv("SOURCE_DATE_EPOCH");
    return epoch == null
        ? Instant.now().truncatedTo(ChronoUnit.SECONDS)
        : Instant.ofEpochSecond(Long.parseLong(epoch.strip()));
  }
}
