package voxcrate.bundler.download;

import java.util.List;
import java.util.stream.Collectors;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.HubCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Somebody's word that licences which forbid commercial use are all right here. Only a person can
/// say so.
@FunctionalInterface
public interface Consent {
  /// Nobody was asked.
  Consent NONE = repositories -> false;

  /// @param repositories under such licences, at least one
  boolean isGiven(List<RecipeRepository> repositories);

  /// @throws ToolException where it is needed and not given
  default void require(List<RecipeRepository> repositories) {
    if (!repositories.isEmpty() && !isGiven(repositories)) {
      throw new ToolException(
          Problem.of(
              HubCode.LICENCE_NOT_ACCEPTED,
              "A licence forbids commercial use and was not accepted",
              "checking licences before the download",
              list(repositories),
              "read the licence on the model's page at the hub",
              "where your use is not commercial: the same command with --accept-licence",
              "otherwise use another model: voxcrate-bundler recipes"));
    }
  }

  static String list(List<RecipeRepository> repositories) {
    return repositories.stream()
        .map(repository -> repository.name() + " (" + repository.licence() + ")")
        .collect(Collectors.joining(", "));
  }
}
