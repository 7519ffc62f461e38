package voxcrate.bundler.intake;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What can stop an import. Each has its section in `docs/errors.md`.
public enum IntakeCode implements ErrorCode {
  UNREADABLE("VX-IMPORT-001", ExitStatus.INPUT),
  HOSTILE("VX-IMPORT-002", ExitStatus.VERIFICATION),
  NOTHING_KNOWN("VX-IMPORT-003", ExitStatus.INPUT),
  CONTENT_DIFFERS("VX-IMPORT-004", ExitStatus.VERIFICATION);

  private final String id;
  private final ExitStatus exit;

  IntakeCode(String id, ExitStatus exit) {
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
