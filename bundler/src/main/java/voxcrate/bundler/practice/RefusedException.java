package voxcrate.bundler.practice;

import java.util.Objects;

/// Ends the making of an answer, so that the checks of a request read in the hub's order.
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.message());
    this.refusal = Objects.requireNonNull(refusal);
  }

  Refusal refusal() {
    return refusal;
  }
}
