package voxcrate.bundler.cli;

import java.util.List;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.AccessReport;
import voxcrate.bundler.hub.AccessStatus;
import voxcrate.bundler.hub.HubAddress;

/// All gated repositories that we know of, for somebody who names no recipe.
record KnownGates(List<Recipe> recipes) {
  /// The public hub has no practice models; another hub may have any.
  static KnownGates at(HubAddress address) {
    return new KnownGates(
        RecipeCatalog.builtIn().recipes().stream()
            .filter(recipe -> !(address.isPublic() && recipe.practice()))
            .toList());
  }

  List<RecipeRepository> repositories() {
    return repositoriesOf(recipes);
  }

  /// The gated ones are all pinned; what a recipe leaves open is looked for when it is named.
  private static List<RecipeRepository> repositoriesOf(List<Recipe> recipes) {
    return recipes.stream().flatMap(recipe -> recipe.pinned().stream()).distinct().toList();
  }

  /// What counts of `report`: recipes of which this hub has nothing are left out, unless it has
  /// nothing of any.
  AccessReport relevant(AccessReport report) {
    var here = recipes.stream().filter(recipe -> !isUnknown(report.of(recipe.pinned()))).toList();
    return here.isEmpty() ? report : report.of(repositoriesOf(here));
  }

  /// One complete pipeline is enough.
  boolean isSufficient(AccessReport report) {
    return recipes.stream()
        .map(recipe -> report.of(recipe.pinned()))
        .anyMatch(part -> !part.repositories().isEmpty() && part.isGranted());
  }

  private static boolean isUnknown(AccessReport report) {
    return report.repositories().stream()
        .allMatch(access -> access.status() instanceof AccessStatus.UnknownRepository);
  }
}
