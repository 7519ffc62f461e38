package voxcrate.bundler.cli;

import java.util.List;
import picocli.CommandLine.Option;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.download.Consent;
import voxcrate.cli.Console;

/// Whether licences that forbid commercial use are accepted.
public final class LicenceOptions {
  @Option(
      names = "--accept-licence",
      description = "Accept licences that forbid commercial use; else a terminal asks.")
  boolean accepted;

  Consent consent(Console console) {
    return repositories -> accepted || agreedOnTerminal(repositories, console);
  }

  private static boolean agreedOnTerminal(List<RecipeRepository> repositories, Console console) {
    var terminal = System.console();
    if (terminal == null || !terminal.isTerminal() || console.wantsJson()) {
      return false;
    }
    var answer =
        terminal.readLine(
            "No commercial use: %s. Is that all right? [y/N] ", Consent.list(repositories));
    return answer != null && answer.strip().matches("(?i)y(es)?");
  }
}
