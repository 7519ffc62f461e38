package voxcrate.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import voxcrate.json.Json;
import voxcrate.json.JsonWriter;
import voxcrate.progress.ByteCount;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// Turns events into a bar, plain lines, JSON lines or nothing.
sealed interface ProgressRenderer extends ProgressListener {
  static ProgressRenderer of(CommonOptions options, PrintWriter err) {
    if (options.quiet) {
      return new Silent();
    }
    return switch (options.progress) {
      case auto -> isTerminal() ? new Bar(err) : new Plain(err);
      case plain -> new Plain(err);
      case json -> new JsonLines(err);
      case none -> new Silent();
    };
  }

  private static boolean isTerminal() {
    var console = System.console();
    return console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
  }

  /// Makes room for a line that is printed beside.
  void clear();

  /// `1.5 GB`, `12 of 40 files`: a quantity as people read it.
  static String quantity(long amount, ProgressEvent.Unit unit) {
    return switch (unit) {
      case BYTES -> ByteCount.text(amount);
      case FILES -> amount + " files";
      case SECONDS_OF_AUDIO -> amount + " s";
      case STEPS -> Long.toString(amount);
    };
  }

  record Silent() implements ProgressRenderer {
    @Override
    public void on(ProgressEvent event) {}

    @Override
    public void clear() {}
  }

  /// A line when a task begins, and a line for each note and warning: fit for logs.
  record Plain(PrintWriter err) implements ProgressRenderer {
    @Override
    public void on(ProgressEvent event) {
      var line =
          switch (event) {
            case ProgressEvent.Started(var task, var total, var unit) ->
                total > 0 ? task + " (" + quantity(total, unit) + ")" : task;
            case ProgressEvent.Noted(var _, var text) -> text;
            case ProgressEvent.Warned(var _, var text) -> "warning: " + text;
            case ProgressEvent.Advanced _, ProgressEvent.Finished _ -> "";
          };
      if (!line.isEmpty()) {
        synchronized (err) {
          err.println(line);
          err.flush();
        }
      }
    }

    @Override
    public void clear() {}
  }

  /// One event a line, for programs.
  record JsonLines(PrintWriter err) implements ProgressRenderer {
    @Override
    public void on(ProgressEvent event) {
      var document = Json.object().put("task", event.task());
      switch (event) {
        case ProgressEvent.Started(var _, var total, var unit) ->
            document
                .put("event", "started")
                .put("total", total)
                .put("unit", unit.name().toLowerCase(Locale.ROOT));
        case ProgressEvent.Advanced(var _, var done) ->
            document.put("event", "advanced").put("done", done);
        case ProgressEvent.Finished _ -> document.put("event", "finished");
        case ProgressEvent.Noted(var _, var text) ->
            document.put("event", "noted").put("text", text);
        case ProgressEvent.Warned(var _, var text) ->
            document.put("event", "warned").put("text", text);
      }
      synchronized (err) {
        err.println(JsonWriter.compact(document.build()));
        err.flush();
      }
    }

    @Override
    public void clear() {}
  }

  /// One line that is drawn over, with bytes, rate and time left.
  final class Bar implements ProgressRenderer {
    private static final long REDRAW_NANOS = 100_000_000;
    private static final String CLEAR = "\r\u001b[2K";

    private final PrintWriter err;
    private final Map<String, Running> tasks = new HashMap<>();
    private boolean drawn;
    private long lastDrawn;

    Bar(PrintWriter err) {
      this.err = err;
    }

    private record Running(long total, ProgressEvent.Unit unit, long startNanos) {}

    @Override
    public synchronized void on(ProgressEvent event) {
      switch (event) {
        case ProgressEvent.Started(var task, var total, var unit) -> {
          tasks.put(task, new Running(total, unit, System.nanoTime()));
          draw(task);
        }
        case ProgressEvent.Advanced(var task, var done) -> advance(task, done);
        case ProgressEvent.Finished(var task) -> {
          tasks.remove(task);
          line(task + ": done");
        }
        case ProgressEvent.Noted(var _, var text) -> line(text);
        case ProgressEvent.Warned(var _, var text) -> line("warning: " + text);
      }
    }

    private void advance(String task, long done) {
      var running = tasks.get(task);
      long now = System.nanoTime();
      if (running == null || now - lastDrawn < REDRAW_NANOS) {
        return;
      }
      lastDrawn = now;
      double seconds = (now - running.startNanos) / 1e9;
      var text = new StringBuilder(task).append("  ").append(quantity(done, running.unit));
      if (running.total > 0) {
        text.append(" of ").append(quantity(running.total, running.unit));
      }
      if (seconds > 1 && done > 0) {
        text.append("  ").append(quantity((long) (done / seconds), running.unit)).append("/s");
        if (running.total > done) {
          long left = (long) ((running.total - done) * seconds / done);
          text.append(String.format(Locale.ROOT, "  %d:%02d left", left / 60, left % 60));
        }
      }
      draw(text.toString());
    }

    private void draw(String text) {
      err.print(CLEAR + text);
      err.flush();
      drawn = true;
    }

    private void line(String text) {
      err.println((drawn ? CLEAR : "") + text);
      err.flush();
      drawn = false;
    }

    @Override
    public synchronized void clear() {
      if (drawn) {
        err.print(CLEAR);
        err.flush();
        drawn = false;
      }
    }
  }
}
