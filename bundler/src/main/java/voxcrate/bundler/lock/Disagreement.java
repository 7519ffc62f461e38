package voxcrate.bundler.lock;

import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// A recipe and a lock file that say different things of the same repository. The recipe outranks
/// the lock, but going on silently would change what a build holds.
final class Disagreement {
  private Disagreement() {}

  static ToolException of(String what, String locked, String wanted) {
    return new ToolException(
        Problem.of(
                LockCode.DIFFERS,
                "The recipe and the lock file disagree",
                "holding " + what + " to the lock file",
                locked,
                "where the recipe has changed on purpose: voxcrate-bundler fetch --update RECIPE",
                "otherwise correct the recipe, or use the lock file that belongs to it: --lock"
                    + " FILE")
            .expecting(wanted + ", as the recipe says"));
  }
}
