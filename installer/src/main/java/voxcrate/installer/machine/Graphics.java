package voxcrate.installer.machine;

import java.util.List;
import java.util.Optional;

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
  /// @param use empty where the driver does not tell
  record Card(
      String name,
      String capability,
      long totalBytes,
      long freeBytes,
      boolean mig,
      Optional<Use> use) {}

  /// How a card is faring at this moment.
  ///
  /// @param megahertz of its multiprocessors, now and at most
  /// @param slowed why they are slower than they could be, in words; idleness is no reason
  /// @param processes that compute on it
  record Use(int megahertz, int mostMegahertz, int celsius, List<String> slowed, int processes) {
    public Use {
      slowed = List.copyOf(slowed);
    }
  }
}
