package voxcrate.cli;

import picocli.CommandLine.Option;

/// `--help` and `--version`, for the programs themselves and for every verb.
public final class HelpOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;
}
