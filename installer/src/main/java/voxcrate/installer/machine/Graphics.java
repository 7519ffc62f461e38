package voxcrate.installer.machine;

import java.util.List;

/// What can be said of NVIDIA graphics cards.
public sealed interface Graphics {
  /// No card of NVIDIA is plugged in, as far as the bus tells.
  record None() implements Graphics {}

  /// A card is plugged in and cannot be used.
  ///
  /// @param reason in words
  record Unusable(String reason) implements Graphics {}

  /// The driver answers.
  ///
  /// @param driver its version
  /// @param cuda highest version of CUDA that the driver supports, such as `12.8`
  /// @param source how it was asked
  record Usable(String driver, String cuda, String source, List<Card> cards) implements Graphics {
    public Usable {
      cards = List.copyOf(cards);
    }
  }

  /// @param capability compute capability, such as `9.0`
  /// @param mig whether the card is cut into instances
  record Card(String name, String capability, long totalBytes, long freeBytes, boolean mig) {}
}
