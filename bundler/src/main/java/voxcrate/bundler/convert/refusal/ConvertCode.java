package voxcrate.bundler.convert.refusal;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What can stop a conversion.
public enum ConvertCode implements ErrorCode {
  FORM_NOT_SUPPORTED("VX-CONVERT-001", ExitStatus.INPUT),
  BROKEN_CONTAINER("VX-CONVERT-002", ExitStatus.VERIFICATION),
  FORBIDDEN_PICKLE("VX-CONVERT-003", ExitStatus.VERIFICATION),
  MALFORMED_PICKLE("VX-CONVERT-004", ExitStatus.VERIFICATION),
  BAD_TENSOR("VX-CONVERT-005", ExitStatus.VERIFICATION),
  UNKNOWN_ARCHITECTURE("VX-CONVERT-006", ExitStatus.INPUT),
  BAD_CONFIGURATION("VX-CONVERT-007", ExitStatus.INPUT),
  PARITY_FAILED("VX-CONVERT-009", ExitStatus.VERIFICATION),
  FOLDER_UNREADABLE("VX-CONVERT-010", ExitStatus.INPUT),
  OUTPUT_NOT_WRITTEN("VX-CONVERT-011", ExitStatus.MACHINE),
  BROKEN_SAFETENSORS("VX-CONVERT-012", ExitStatus.VERIFICATION),
  BROKEN_ARRAY("VX-CONVERT-013", ExitStatus.VERIFICATION),
  BROKEN_GRAPH("VX-CONVERT-014", ExitStatus.VERIFICATION);

  private final String id;
  private final ExitStatus exit;

  ConvertCode(String id, ExitStatus exit) {
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
