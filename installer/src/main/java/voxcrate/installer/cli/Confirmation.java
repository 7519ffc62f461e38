package voxcrate.installer.cli;

import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Asks before something that cannot be taken back.
final class Confirmation {
  private Confirmation() {}

  /// @param headline of the refusal: what was not done
  /// @throws ToolException when the answer is not yes, or nobody is there to give one
  static void ask(String question, String headline) {
    var terminal = System.console();
    var answer =
        terminal == null || !terminal.isTerminal()
            ? null
            : terminal.readLine("%s [y/N] ", question);
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw new ToolException(
          Problem.of(
              InstallCode.NOT_CONFIRMED,
              headline,
              "asking: " + question,
              answer == null ? "no terminal to ask at" : "an answer other than y",
              "say --yes to have it done without being asked"));
    }
  }
}
