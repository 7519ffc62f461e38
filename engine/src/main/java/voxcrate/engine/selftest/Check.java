package voxcrate.engine.selftest;

import voxcrate.problem.Problem;

/// One thing the self-test looked at, and what came of it.
public sealed interface Check {
  /// What was looked at, for people.
  String name();

  /// @param evidence what was seen
  record Passed(String name, String evidence) implements Check {}

  record Failed(String name, Problem problem) implements Check {}

  /// @param reason why it could not be looked at
  record Skipped(String name, String reason) implements Check {}
}
