package voxcrate.engine.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// What values of options have to hold.
final class Usage {
  private Usage() {}

  /// @param rule what holds for the values, in words
  /// @throws ParameterException where it does not: the command ends with status 2
  static void require(CommandSpec verb, boolean holds, String rule) {
    if (!holds) {
      throw new ParameterException(verb.commandLine(), rule);
    }
  }
}
