package voxcrate.bundle.recipe;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Several recipes of which one is taken.
///
/// @param name what it is about, such as `diarization`; under this name it is locked
/// @param alternatives the best first
/// @param asked whether somebody has said which one, so that nothing is left to choose
public record Choice(String name, List<Recipe> alternatives, boolean asked) {
  public Choice {
    alternatives = List.copyOf(alternatives);
    if (alternatives.isEmpty() || (asked && alternatives.size() > 1)) {
      throw new IllegalArgumentException("not a choice: " + name);
    }
  }

  /// The alternative of this name; `3.1` is short for `diarization-3.1` in `diarization`.
  public Optional<Recipe> find(String wanted) {
    return alternatives.stream()
        .filter(recipe -> recipe.name().equals(wanted) || recipe.name().equals(name + "-" + wanted))
        .findFirst();
  }

  /// As somebody has said.
  public Choice asking(Recipe recipe) {
    return new Choice(name, List.of(recipe), true);
  }

  /// Between fewer; empty where none is left.
  public Optional<Choice> only(Predicate<Recipe> possible) {
    var left = alternatives.stream().filter(possible).toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(new Choice(name, left, asked));
  }

  /// Names for messages.
  public List<String> names() {
    return alternatives.stream().map(Recipe::name).toList();
  }
}
