package voxcrate.bundler.lock;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What can be wrong about a lock file. Each has its section in `docs/errors.md`.
public enum LockCode implements ErrorCode {
  UNUSABLE("VX-LOCK-001", ExitStatus.INPUT),
  DIFFERS("VX-LOCK-002", ExitStatus.VERIFICATION),
  NOT_WRITTEN("VX-LOCK-003", ExitStatus.MACHINE),
  NOT_LOCKED("VX-LOCK-004", ExitStatus.INPUT);

  private final String id;
  private final ExitStatus exit;

  LockCode(String id, ExitStatus exit) {
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
