package voxcrate.installer.doctor;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What the doctor finds. A warning alone ends with status 0.
public enum DoctorCode implements ErrorCode {
  FILES_DAMAGED("VX-DOCTOR-001", ExitStatus.MACHINE),
  FILES_EXTRA("VX-DOCTOR-002", ExitStatus.DONE),
  FILES_UNREADABLE("VX-DOCTOR-003", ExitStatus.MACHINE),
  EVIDENCE_DAMAGED("VX-DOCTOR-004", ExitStatus.MACHINE),
  OWNER_WRONG("VX-DOCTOR-005", ExitStatus.MACHINE),
  RIGHTS_OPEN("VX-DOCTOR-006", ExitStatus.MACHINE),
  RIGHTS_CLOSED("VX-DOCTOR-007", ExitStatus.DONE),
  DISK_FULL("VX-DOCTOR-008", ExitStatus.DONE),
  DISK_SLOW("VX-DOCTOR-009", ExitStatus.DONE),
  DISK_READ_ONLY("VX-DOCTOR-010", ExitStatus.DONE),
  NOEXEC("VX-DOCTOR-011", ExitStatus.MACHINE),
  C_LIBRARY_OLD("VX-DOCTOR-012", ExitStatus.MACHINE),
  PROCESSOR_OLD("VX-DOCTOR-013", ExitStatus.MACHINE),
  MEMORY_SHORT("VX-DOCTOR-014", ExitStatus.DONE),
  CLOCK_WRONG("VX-DOCTOR-015", ExitStatus.DONE),
  GRAPHICS_UNUSABLE("VX-DOCTOR-016", ExitStatus.DONE),
  GRAPHICS_UNUSED("VX-DOCTOR-017", ExitStatus.DONE),
  START_FORBIDDEN("VX-DOCTOR-018", ExitStatus.MACHINE),
  INFERENCE_FAILED("VX-DOCTOR-019", ExitStatus.MACHINE),
  GRAPHICS_FELL_BACK("VX-DOCTOR-020", ExitStatus.MACHINE),
  GRAPHICS_UNSUPPORTED("VX-DOCTOR-021", ExitStatus.DONE),
  DRIVER_OLD("VX-DOCTOR-022", ExitStatus.DONE),
  GRAPHICS_SLOWED("VX-DOCTOR-023", ExitStatus.DONE),
  GRAPHICS_SHARED("VX-DOCTOR-024", ExitStatus.DONE);

  private final String id;
  private final ExitStatus exit;

  DoctorCode(String id, ExitStatus exit) {
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
