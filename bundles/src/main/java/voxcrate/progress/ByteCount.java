package voxcrate.progress;

import java.util.Locale;

/// Bytes as people read them.
public final class ByteCount {
  private static final String POWERS = "kMGTP";

  private ByteCount() {}

  /// `512 B`, `4.2 MB`, `1.5 GB`: powers of a thousand, as media are sold.
  public static String text(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double amount = bytes;
    int power = -1;
    while (amount >= 999.5 && power < POWERS.length() - 1) {
      amount /= 1000;
      power++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", amount, POWERS.charAt(power));
  }
}
