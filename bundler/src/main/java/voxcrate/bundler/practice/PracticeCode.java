package voxcrate.bundler.practice;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What stops a practice hub from starting.
public enum PracticeCode implements ErrorCode {
  FOLDER_UNREADABLE("VX-HUB-901", ExitStatus.INPUT),
  CONFIGURATION_UNREADABLE("VX-HUB-902", ExitStatus.INPUT),
  PORT_TAKEN("VX-HUB-903", ExitStatus.MACHINE);

  private final String id;
  private final ExitStatus exit;

  PracticeCode(String id, ExitStatus exit) {
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
