package voxcrate.bundler.practice;

/// How a repository guards its content.
public enum Gate {
  /// Anybody may download, also without a token.
  NONE,
  /// Access at once after agreeing to the terms.
  AUTO,
  /// An author of the repository must approve each request.
  MANUAL
}
