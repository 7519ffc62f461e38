package voxcrate.bundler.download;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What can be wrong about models that a site keeps itself. Each has its section in
/// `docs/errors.md`.
public enum LocalCode implements ErrorCode {
  MISSING("VX-LOCAL-001", ExitStatus.INPUT),
  NOT_PLAIN("VX-LOCAL-002", ExitStatus.VERIFICATION),
  CONTENT_DIFFERS("VX-LOCAL-003", ExitStatus.VERIFICATION);

  private final String id;
  private final ExitStatus exit;

  LocalCode(String id, ExitStatus exit) {
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
