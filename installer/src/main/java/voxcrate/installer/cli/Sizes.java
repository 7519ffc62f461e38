package voxcrate.installer.cli;

import java.util.Locale;

/// Bytes for people.
final class Sizes {
  private Sizes() {}

  static String text(long bytes) {
    if (bytes >= 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
    return bytes >= 100_000 ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6) : bytes + " bytes";
  }
}
