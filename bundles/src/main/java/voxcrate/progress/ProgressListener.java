package voxcrate.progress;

/// Hears the events of a long step. May be called from several threads.
@FunctionalInterface
public interface ProgressListener {
  ProgressListener SILENT = event -> {};

  void on(ProgressEvent event);

  default void note(String task, String text) {
    on(new ProgressEvent.Noted(task, text));
  }

  default void warn(String task, String text) {
    on(new ProgressEvent.Warned(task, text));
  }
}
