package voxcrate.bundler.pack;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What can stop the building of a bundle, beyond access, download and conversion.
public enum BuildCode implements ErrorCode {
  PROGRAMS_INCOMPLETE("VX-BUILD-001", ExitStatus.MACHINE),
  SYSTEM_TOO_NEW("VX-BUILD-002", ExitStatus.MACHINE),
  NATIVE_DAMAGED("VX-BUILD-003", ExitStatus.VERIFICATION),
  RUNTIME_NOT_MADE("VX-BUILD-004", ExitStatus.MACHINE),
  OUTPUT_EXISTS("VX-BUILD-005", ExitStatus.USAGE),
  OUTPUT_NOT_WRITTEN("VX-BUILD-006", ExitStatus.MACHINE),
  NO_RELEASE_KEY("VX-BUILD-007", ExitStatus.USAGE),
  NOT_IN_CACHE("VX-BUILD-008", ExitStatus.INPUT),
  NO_TRUSTED_KEY("VX-BUILD-009", ExitStatus.USAGE),
  MODEL_CHANGED("VX-BUILD-020", ExitStatus.VERIFICATION),
  LICENCE_UNKNOWN("VX-BUILD-021", ExitStatus.VERIFICATION),
  LIBRARIES_INCOMPLETE("VX-BUILD-022", ExitStatus.VERIFICATION);

  private final String id;
  private final ExitStatus exit;

  BuildCode(String id, ExitStatus exit) {
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
