package voxcrate.installer.doctor;

import java.util.List;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What a check has found.
public sealed interface Finding {
  /// What was looked at, such as `files`.
  String check();

  /// @param evidence what was seen
  record Good(String check, String evidence) implements Finding {}

  /// The work goes on, and somebody should know.
  ///
  /// @param details for whoever mends it, on this machine only: they may hold names of people's
  ///     files
  record Warning(String check, Problem problem, List<String> details) implements Finding {
    public Warning {
      details = List.copyOf(details);
    }
  }

  /// The work, or trust in it, is at stake.
  record Bad(String check, Problem problem, List<String> details) implements Finding {
    public Bad {
      details = List.copyOf(details);
    }
  }

  /// @param reason why it could not be looked at
  record Skipped(String check, String reason) implements Finding {}

  static Finding bad(String check, Problem problem) {
    return new Bad(check, problem, List.of());
  }

  static Finding warning(String check, Problem problem) {
    return new Warning(check, problem, List.of());
  }

  static Finding bad(String check, ToolException cause) {
    return bad(check, cause.problem());
  }
}
