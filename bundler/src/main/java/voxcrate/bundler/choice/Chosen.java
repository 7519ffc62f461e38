package voxcrate.bundler.choice;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// A selection with nothing left to choose.
///
/// @param certain recipes that left no choice
/// @param problems one for each choice that no open gate decides; the decision is what would be
///     taken then
public record Chosen(List<Recipe> certain, List<Decision> decisions, List<Problem> problems) {
  public Chosen {
    certain = List.copyOf(certain);
    decisions = List.copyOf(decisions);
    problems = List.copyOf(problems);
  }

  public List<Recipe> recipes() {
    return Stream.concat(certain.stream(), decisions.stream().map(Decision::recipe))
        .distinct()
        .toList();
  }

  /// What the lock file has to keep: recipes by the name of their choice.
  public Map<String, String> toLock() {
    return decisions.stream()
        .filter(Decision::isToLock)
        .collect(Collectors.toMap(Decision::choice, decision -> decision.recipe().name()));
  }

  /// @throws ToolException where a choice could not be made
  public Chosen required() {
    return requiredUnless();
  }

  /// @param remedy what there is to do besides
  /// @throws ToolException where a choice could not be made
  public Chosen requiredUnless(String... remedy) {
    if (!problems.isEmpty()) {
      throw new ToolException(problems.getFirst().orElse(remedy));
    }
    return this;
  }
}
