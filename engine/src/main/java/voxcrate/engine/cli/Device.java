package voxcrate.engine.cli;

import java.util.List;

/// The value of `--device`.
sealed interface Device {
  /// A card where one can be had, else the processor.
  record Auto() implements Device {}

  record Cpu() implements Device {}

  /// @param numbers of cards, each once, as the driver counts them
  record Cuda(List<Integer> numbers) implements Device {
    public Cuda {
      numbers = List.copyOf(numbers);
    }
  }
}
