package voxcrate.installer.status;

import java.io.IOException;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What an installation remembers of itself, or why that cannot be told.
public sealed interface Memory {
  record Known(InstallState state) implements Memory {}

  /// Nothing is installed.
  record Empty() implements Memory {}

  record Damaged(Problem problem) implements Memory {}

  static Memory of(InstallLayout layout) throws IOException {
    try {
      return InstallState.read(layout)
          .filter(state -> state.current() != null)
          .<Memory>map(Known::new)
          .orElseGet(Empty::new);
    } catch (ToolException e) {
      if (e.problem().code() != InstallCode.STATE_DAMAGED) {
        throw e;
      }
      return new Damaged(e.problem());
    }
  }
}
