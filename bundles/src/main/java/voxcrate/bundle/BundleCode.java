package voxcrate.bundle;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// Why a bundle is refused, or a key cannot be used.
public enum BundleCode implements ErrorCode {
  NOT_A_BUNDLE("VX-BUNDLE-001", ExitStatus.INPUT),
  FILE_UNUSABLE("VX-BUNDLE-002", ExitStatus.VERIFICATION),
  SIGNATURE_WRONG("VX-BUNDLE-003", ExitStatus.VERIFICATION),
  SIGNATURES_MISSING("VX-BUNDLE-004", ExitStatus.VERIFICATION),
  MANIFEST_MALFORMED("VX-BUNDLE-005", ExitStatus.VERIFICATION),
  DIGEST_DIFFERS("VX-BUNDLE-006", ExitStatus.VERIFICATION),
  FILE_MISSING("VX-BUNDLE-007", ExitStatus.VERIFICATION),
  PAYLOAD_DIFFERS("VX-BUNDLE-008", ExitStatus.VERIFICATION),
  OTHER_PRODUCT("VX-BUNDLE-009", ExitStatus.VERIFICATION),
  OTHER_PLATFORM("VX-BUNDLE-010", ExitStatus.MACHINE),
  INSTALLER_TOO_OLD("VX-BUNDLE-011", ExitStatus.VERIFICATION),
  REVOKED("VX-BUNDLE-012", ExitStatus.VERIFICATION),
  BELOW_FLOOR("VX-BUNDLE-013", ExitStatus.VERIFICATION),
  OLDER_THAN_SEEN("VX-BUNDLE-014", ExitStatus.VERIFICATION),
  EXPIRED("VX-BUNDLE-015", ExitStatus.VERIFICATION),
  SUMS_DIFFER("VX-BUNDLE-016", ExitStatus.VERIFICATION),
  KEY_UNUSABLE("VX-BUNDLE-017", ExitStatus.USAGE),
  MEDIUM_UNREADABLE("VX-BUNDLE-018", ExitStatus.INPUT),
  OTHER_CHANNEL("VX-BUNDLE-019", ExitStatus.VERIFICATION);

  private final String id;
  private final ExitStatus exit;

  BundleCode(String id, ExitStatus exit) {
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
