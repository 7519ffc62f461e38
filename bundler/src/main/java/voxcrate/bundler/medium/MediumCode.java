package voxcrate.bundler.medium;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What can stop a bundle on its way to the medium, or its rehearsal.
public enum MediumCode implements ErrorCode {
  NO_MEDIUM("VX-MEDIUM-001", ExitStatus.INPUT),
  FILE_TOO_LARGE("VX-MEDIUM-002", ExitStatus.INPUT),
  NO_SPACE("VX-MEDIUM-003", ExitStatus.MACHINE),
  FOLDER_TAKEN("VX-MEDIUM-004", ExitStatus.INPUT),
  NOT_WRITTEN("VX-MEDIUM-005", ExitStatus.INPUT),
  READ_BACK_DIFFERS("VX-MEDIUM-006", ExitStatus.VERIFICATION),
  NO_SANDBOX("VX-MEDIUM-007", ExitStatus.MACHINE),
  REHEARSAL_FAILED("VX-MEDIUM-008", ExitStatus.VERIFICATION);

  private final String id;
  private final ExitStatus exit;

  MediumCode(String id, ExitStatus exit) {
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
