package voxcrate.engine.cli;

/// The value of `--device`.
sealed interface Device {
  /// A card where one can be had, else the processor.
  record Auto() implements Device {}

  record Cpu() implements Device {}

  record Cuda(int number) implements Device {}
}
