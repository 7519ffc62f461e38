package voxcrate.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that every verb of every program has.
public final class CommonOptions {
  @Option(
      names = "--json",
      description = "One JSON document on standard output, nothing else there.")
  boolean json;

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|json|none",
      defaultValue = "auto",
      description = "How progress is shown on standard error (default: ${DEFAULT-VALUE}).")
  ProgressMode progress = ProgressMode.auto;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only errors on standard error.")
  boolean quiet;

  @Option(names = "--strict", description = "Plain warnings end with status 8.")
  boolean strict;

  @Option(names = "--stacktrace", description = "Show where in the program an error came from.")
  boolean stacktrace;

  @Mixin final HelpOptions help = new HelpOptions();

  // Lower case, because these are what people type.
  enum ProgressMode {
    auto,
    plain,
    json,
    none
  }
}
