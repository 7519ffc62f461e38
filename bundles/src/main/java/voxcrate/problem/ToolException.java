package voxcrate.problem;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Stops the command; carries the whole problem, so whoever catches it can render or inspect it.
public final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ToolException(Problem problem) {
    this(problem, null);
  }

  public ToolException(Problem problem, @Nullable Throwable cause) {
    super(problem.code().id() + " " + problem.headline() + ": " + problem.found(), cause);
    this.problem = Objects.requireNonNull(problem);
  }

  public Problem problem() {
    return problem;
  }
}
