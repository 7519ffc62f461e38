package voxcrate.bundler.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.recipe.Choice;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.Selection;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.lock.LockCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What of a selection is certain without asking anybody.
///
/// @param recipes those that leave no choice
/// @param decisions choices that somebody or the lock has made
/// @param open the other choices
record Settled(List<Recipe> recipes, List<Decision> decisions, List<Choice> open) {
  Settled {
    recipes = List.copyOf(recipes);
    decisions = List.copyOf(decisions);
    open = List.copyOf(open);
  }

  /// @throws ToolException where the lock names a recipe that is none of the choice
  static Settled of(Selection selection, Lock lock) {
    var decisions = new ArrayList<Decision>();
    var open = new ArrayList<Choice>();
    for (var choice : selection.choices()) {
      decided(choice, lock).ifPresentOrElse(decisions::add, () -> open.add(choice));
    }
    return new Settled(selection.recipes(), decisions, open);
  }

  private static Optional<Decision> decided(Choice choice, Lock lock) {
    if (choice.asked()) {
      return Optional.of(
          new Decision(choice.name(), choice.alternatives().getFirst(), new Reason.Asked()));
    }
    return Optional.ofNullable(lock.choices().get(choice.name()))
        .map(
            locked ->
                new Decision(
                    choice.name(),
                    choice.find(locked).orElseThrow(() -> differs(choice, locked)),
                    new Reason.Locked()));
  }

  private static ToolException differs(Choice choice, String locked) {
    return new ToolException(
        Problem.of(
                LockCode.DIFFERS,
                "The lock file holds a choice that is none here",
                "choosing " + choice.name(),
                locked + ", as the lock file says",
                "to choose anew: voxcrate-bundler fetch --update RECIPE",
                "or name the one that you want besides: " + String.join(" or ", choice.names()))
            .expecting(String.join(" or ", choice.names())));
  }
}
