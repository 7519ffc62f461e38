package voxcrate.cli;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What can go wrong with the results on standard output.
enum OutputCode implements ErrorCode {
  NOT_TAKEN("VX-OUTPUT-001", ExitStatus.MACHINE);

  private final String id;
  private final ExitStatus exit;

  OutputCode(String id, ExitStatus exit) {
    this.id = id;
    this.exit = exit;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ExitStatus exit() {
    return exit;
  }
}
