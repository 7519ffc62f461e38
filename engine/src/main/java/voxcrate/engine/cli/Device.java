package voxcrate.engine.cli;

/// The value of `--device`.
sealed interface Device {
  record Cpu() implements Device {}

  record Cuda(int number) implements Device {}
}
