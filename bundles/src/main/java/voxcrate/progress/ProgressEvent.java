package voxcrate.progress;

/// What a long step tells while it runs.
public sealed interface ProgressEvent {
  /// The step as an operator would call it, such as `downloading pytorch_model.bin`.
  String task();

  /// @param total how much there is to do, in `unit`s; 0 when unknown
  record Started(String task, long total, Unit unit) implements ProgressEvent {}

  /// @param done since the start of the task, not since the last event
  record Advanced(String task, long done) implements ProgressEvent {}

  record Finished(String task) implements ProgressEvent {}

  /// A line for the log of the run.
  record Noted(String task, String text) implements ProgressEvent {}

  /// Something the operator should know, though the command goes on.
  record Warned(String task, String text) implements ProgressEvent {}

  /// What is being counted.
  enum Unit {
    BYTES,
    FILES,
    SECONDS_OF_AUDIO,
    STEPS
  }
}
