package voxcrate.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;
import voxcrate.problem.Problem;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Where a verb speaks: results on standard output, everything else on standard error.
public final class Console implements AutoCloseable {
  private final CommonOptions options;
  private final PrintWriter out;
  private final PrintWriter err;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final ProgressRenderer renderer;

  Console(CommonOptions options, PrintWriter out, PrintWriter err) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.renderer = ProgressRenderer.of(options, err);
  }

  /// The result for people; left out under `--json`.
  public void print(String text) {
    if (!options.json) {
      renderer.clear();
      out.println(text);
    }
  }

  /// The result for programs; left out unless `--json`.
  public void result(Json document) {
    if (options.json) {
      out.print(JsonWriter.indented(document));
    }
  }

  /// Shows what was printed so far; for verbs that go on running.
  public void flush() {
    out.flush();
  }

  public boolean wantsJson() {
    return options.json;
  }

  /// A line on standard error, unless `--quiet`.
  public void say(String text) {
    if (!options.quiet) {
      renderer.clear();
      err.println(text);
      err.flush();
    }
  }

  /// What went wrong with one thing of several, while the command goes on with the others; shown
  /// even under `--quiet`.
  public void problem(Problem problem) {
    renderer.clear();
    err.println(problem.render());
    err.flush();
  }

  /// Something the operator should know though the command goes on.
  public void warn(String text) {
    warned.set(true);
    say("warning: " + text);
  }

  boolean hasWarned() {
    return warned.get();
  }

  /// Shows the events of long steps as `--progress` says.
  public ProgressListener progress() {
    return event -> {
      if (event instanceof ProgressEvent.Warned) {
        warned.set(true);
      }
      renderer.on(event);
    };
  }

  @Override
  public void close() {
    renderer.clear();
    out.flush();
    err.flush();
  }
}
