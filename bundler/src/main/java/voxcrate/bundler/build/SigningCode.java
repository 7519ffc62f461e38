package voxcrate.bundler.build;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What stops keys from being made, and several of them from signing one bundle.
public enum SigningCode implements ErrorCode {
  COSIGNER_UNFIT("VX-SIGN-001", ExitStatus.USAGE),
  NOT_SIGNED("VX-SIGN-002", ExitStatus.MACHINE),
  KEY_NOT_WRITTEN("VX-SIGN-003", ExitStatus.MACHINE);

  private final String id;
  private final ExitStatus exit;

  SigningCode(String id, ExitStatus exit) {
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
