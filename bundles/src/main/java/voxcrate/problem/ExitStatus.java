package voxcrate.problem;

/// The exit statuses of all three programs. People script against them, so they never change.
public enum ExitStatus {
  /// Done; plain warnings end here too.
  DONE(0),
  /// A fault of ours.
  INTERNAL(1),
  /// The command line was not understood.
  USAGE(2),
  /// Token, gate or licence not granted.
  ACCESS(3),
  /// Network or hub: rate limit, unreachable, TLS, clock.
  NETWORK(4),
  /// Verification failed, or refused by policy.
  VERIFICATION(5),
  /// This machine cannot: space, rights, GPU, libc, CPU, platform.
  MACHINE(6),
  /// Input unusable: audio, medium, model.
  INPUT(7),
  /// Finished, but something asked for is missing.
  INCOMPLETE(8);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
