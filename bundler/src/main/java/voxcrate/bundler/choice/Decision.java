package voxcrate.bundler.choice;

import voxcrate.bundle.recipe.Recipe;

/// A choice that was made.
///
/// @param choice what it is about, such as `diarization`
public record Decision(String choice, Recipe recipe, Reason reason) {
  /// For the terminal.
  public String line() {
    return "%s: %s (%s)".formatted(choice, recipe.name(), reason.text());
  }

  /// Whether later builds have to come to the same.
  boolean isToLock() {
    return switch (reason) {
      case Reason.Asked _, Reason.Locked _, Reason.Granted _ -> true;
      case Reason.GatedLeftOut _, Reason.NothingGranted _ -> false;
    };
  }
}
