package voxcrate.bundle.recipe;

import java.util.Locale;
import java.util.regex.Pattern;

/// What follows from the name of a licence.
public final class Licence {
  /// `CC-BY-NC-4.0` and its kin, and names that spell it out. SPDX has no mark for this.
  private static final Pattern NON_COMMERCIAL =
      Pattern.compile("(^|[^a-z])nc([^a-z]|$)|non-?commercial");

  private Licence() {}

  /// Whether it forbids commercial use, by its name. A licence whose name does not say so may
  /// forbid it all the same: the plan shows every licence.
  public static boolean isNonCommercial(String identifier) {
    return NON_COMMERCIAL.matcher(identifier.toLowerCase(Locale.ROOT)).find();
  }
}
