package voxcrate.installer.refusal;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What stops the installer, beyond what is wrong with a bundle.
public enum InstallCode implements ErrorCode {
  PREFIX_UNSAFE("VX-INSTALL-001", ExitStatus.MACHINE),
  PREFIX_FOREIGN("VX-INSTALL-002", ExitStatus.MACHINE),
  ALREADY_RUNNING("VX-INSTALL-003", ExitStatus.MACHINE),
  SPACE_MISSING("VX-INSTALL-004", ExitStatus.MACHINE),
  NO_TRUSTED_KEY("VX-INSTALL-005", ExitStatus.USAGE),
  KEY_BESIDE_BUNDLE("VX-INSTALL-006", ExitStatus.VERIFICATION),
  SELF_TEST_FAILED("VX-INSTALL-007", ExitStatus.MACHINE),
  BUNDLE_NOT_CHOSEN("VX-INSTALL-008", ExitStatus.INPUT),
  NOTHING_INSTALLED("VX-INSTALL-009", ExitStatus.INPUT),
  DISK_FAILED("VX-INSTALL-010", ExitStatus.MACHINE),
  NO_PREVIOUS_RELEASE("VX-INSTALL-011", ExitStatus.INPUT),
  KEY_NOT_PINNED("VX-INSTALL-012", ExitStatus.VERIFICATION),
  NOT_CONFIRMED("VX-INSTALL-013", ExitStatus.USAGE),
  KEY_UNKNOWN("VX-INSTALL-014", ExitStatus.USAGE),
  KEY_NEEDED("VX-INSTALL-015", ExitStatus.VERIFICATION),
  KEY_REVOKED("VX-INSTALL-016", ExitStatus.VERIFICATION),
  NOTHING_STARTS("VX-INSTALL-017", ExitStatus.MACHINE),
  DISK_FAILED_AFTERWARDS("VX-INSTALL-020", ExitStatus.MACHINE),
  STATE_DAMAGED("VX-INSTALL-025", ExitStatus.MACHINE),
  LINK_TAKEN("VX-INSTALL-026", ExitStatus.MACHINE),
  OUTPUT_TAKEN("VX-INSTALL-027", ExitStatus.USAGE),
  OUTPUT_FAILED("VX-INSTALL-028", ExitStatus.MACHINE);

  private final String id;
  private final ExitStatus exit;

  InstallCode(String id, ExitStatus exit) {
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
