package voxcrate.bundler.practice;

/// Where an account stands at the gate of one repository.
public enum GateState {
  ACCEPTED,
  /// The terms were never agreed to.
  TERMS,
  /// Asked for, and awaiting a review by the authors.
  PENDING,
  REJECTED,
  /// Once granted, then taken back: the terms have to be agreed to again.
  RESET
}
