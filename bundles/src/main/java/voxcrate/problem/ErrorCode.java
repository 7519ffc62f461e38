package voxcrate.problem;

/// What an operator quotes when asking for help: a stable `VX-…` id.
///
/// Each area of the product has its own enum. `docs/errors.md` has one section per code, and that
/// text travels in every bundle; a test of each area holds the two together.
public interface ErrorCode {
  /// For example `VX-HUB-003`.
  String id();

  ExitStatus exit();
}
