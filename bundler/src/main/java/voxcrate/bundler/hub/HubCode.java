package voxcrate.bundler.hub;

import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;

/// What can stop a command that talks to the hub. Each has its section in `docs/errors.md`.
public enum HubCode implements ErrorCode {
  TOKEN_MISSING("VX-HUB-001", ExitStatus.ACCESS),
  TOKEN_MALFORMED("VX-HUB-002", ExitStatus.ACCESS),
  TOKEN_REJECTED("VX-HUB-003", ExitStatus.ACCESS),
  TERMS_NOT_ACCEPTED("VX-HUB-004", ExitStatus.ACCESS),
  AWAITING_REVIEW("VX-HUB-005", ExitStatus.ACCESS),
  REQUEST_REJECTED("VX-HUB-006", ExitStatus.ACCESS),
  ACCESS_RESET("VX-HUB-007", ExitStatus.ACCESS),
  SCOPE_MISSING("VX-HUB-008", ExitStatus.ACCESS),
  REFUSED("VX-HUB-009", ExitStatus.ACCESS),
  REPOSITORY_UNKNOWN("VX-HUB-010", ExitStatus.ACCESS),
  REPOSITORY_DISABLED("VX-HUB-011", ExitStatus.ACCESS),
  TOKEN_FILE_UNREADABLE("VX-HUB-012", ExitStatus.ACCESS),
  LICENCE_NOT_ACCEPTED("VX-HUB-013", ExitStatus.ACCESS),
  NOTHING_GRANTED("VX-HUB-014", ExitStatus.ACCESS),
  TOKEN_BLOCKED("VX-HUB-015", ExitStatus.ACCESS),
  TOKEN_FILE_EXPOSED("VX-HUB-016", ExitStatus.ACCESS),
  RATE_LIMITED("VX-HUB-020", ExitStatus.NETWORK),
  UNREACHABLE("VX-HUB-021", ExitStatus.NETWORK),
  TLS_FAILED("VX-HUB-022", ExitStatus.NETWORK),
  HUB_UNWELL("VX-HUB-023", ExitStatus.NETWORK),
  CONTENT_UNAVAILABLE("VX-HUB-024", ExitStatus.NETWORK),
  PIN_DIFFERS("VX-HUB-030", ExitStatus.VERIFICATION),
  CONTENT_DIFFERS("VX-HUB-031", ExitStatus.VERIFICATION),
  UNSAFE_LISTING("VX-HUB-032", ExitStatus.VERIFICATION),
  UNSAFE_REDIRECT("VX-HUB-033", ExitStatus.VERIFICATION),
  CACHE_UNUSABLE("VX-HUB-040", ExitStatus.MACHINE),
  RECIPE_UNKNOWN("VX-HUB-050", ExitStatus.USAGE),
  CONNECTION_SETTINGS("VX-HUB-051", ExitStatus.USAGE),
  RECIPE_UNUSABLE("VX-HUB-052", ExitStatus.INPUT),
  LANGUAGE_UNKNOWN("VX-HUB-053", ExitStatus.USAGE),
  CHOICE_UNKNOWN("VX-HUB-054", ExitStatus.USAGE);

  private final String id;
  private final ExitStatus exit;

  HubCode(String id, ExitStatus exit) {
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
