package voxcrate.bundler.cuda;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What can be wrong about the libraries for graphics cards. Each has its section in
/// `docs/errors.md`.
public enum CudaCode implements ErrorCode {
  LICENCE_NOT_ACCEPTED("VX-BUILD-030", ExitStatus.ACCESS),
  NOT_REACHED("VX-BUILD-031", ExitStatus.NETWORK),
  CONTENT_DIFFERS("VX-BUILD-032", ExitStatus.VERIFICATION),
  NOT_FOUND("VX-BUILD-033", ExitStatus.INPUT),
  ARCHIVE_DAMAGED("VX-BUILD-034", ExitStatus.VERIFICATION),
  COMPONENT_UNUSABLE("VX-BUILD-035", ExitStatus.INPUT),
  CACHE_UNUSABLE("VX-BUILD-036", ExitStatus.MACHINE),
  PROFILE_UNUSABLE("VX-BUILD-037", ExitStatus.INPUT),
  TARGET_UNFIT("VX-BUILD-038", ExitStatus.MACHINE);

  private final String id;
  private final ExitStatus exit;

  CudaCode(String id, ExitStatus exit) {
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
