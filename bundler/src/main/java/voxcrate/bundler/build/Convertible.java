package voxcrate.bundler.build;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import voxcrate.bundle.recipe.Choice;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundle.recipe.Selection;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What this version can bundle, told from the recipes alone.
public final class Convertible {
  private static final Set<Role> ROLES =
      EnumSet.of(Role.SEGMENTATION, Role.EMBEDDING, Role.PIPELINE, Role.ALIGNMENT);

  private Convertible() {}

  /// The same selection, where a choice is left only between recipes that can be bundled.
  ///
  /// @throws ToolException where a recipe needs models that this version cannot convert
  public static Selection only(Selection selection) {
    for (var recipe : selection.recipes()) {
      obstacle(recipe)
          .ifPresent(
              found -> {
                throw refused(recipe.name(), found, selection);
              });
    }
    var choices = new ArrayList<Choice>();
    for (var choice : selection.choices()) {
      choices.add(
          choice.only(Convertible::isConvertible).orElseThrow(() -> none(choice, selection)));
    }
    return new Selection(selection.recipes(), choices);
  }

  /// @throws ToolException where one of them needs models that this version cannot convert
  static void require(List<Recipe> recipes) {
    only(Selection.of(recipes));
  }

  /// Whether this version can convert all models of `recipe`.
  public static boolean isConvertible(Recipe recipe) {
    return obstacle(recipe).isEmpty();
  }

  private static Optional<String> obstacle(Recipe recipe) {
    return recipe.repositories().stream().flatMap(wanted -> obstacle(wanted).stream()).findFirst();
  }

  private static Optional<String> obstacle(WantedRepository wanted) {
    return ROLES.contains(wanted.role())
        ? Optional.empty()
        : Optional.of(wanted.name() + " is for " + wanted.role().word());
  }

  private static ToolException none(Choice choice, Selection selection) {
    var first = choice.alternatives().getFirst();
    return refused(first.name(), obstacle(first).orElseThrow(), selection);
  }

  private static ToolException refused(String recipe, String found, Selection selection) {
    var possible =
        RecipeCatalog.builtIn().recipes().stream()
            .filter(Convertible::isConvertible)
            .map(Recipe::name)
            .toList();
    var fetched = selection.recipes().stream().map(Recipe::name).toList();
    return new ToolException(
        Problem.of(
                BuildCode.NOT_CONVERTIBLE,
                "This version cannot bundle such models yet",
                "looking at the recipe " + recipe,
                found,
                "name what it can bundle: voxcrate-bundler build "
                    + possible.getFirst()
                    + " --out DIR",
                "the others can be fetched and kept: voxcrate-bundler fetch "
                    + String.join(" ", fetched.isEmpty() ? List.of(recipe) : fetched))
            .expecting("recipes that this version can bundle: " + String.join(", ", possible)));
  }
}
