package voxcrate.bundler.plan;

import java.util.List;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.UsualFiles;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.hub.HubCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Settles with the hub's answers what is open about one repository: which commit, whether gated,
/// which licence, which files.
record Settlement(HubFacts hub, WantedRepository wanted) {
  /// For a card that names no licence. The plan shows it; a person has to look at the page.
  private static final String NO_LICENCE = "unknown";

  RecipeRepository settle() throws InterruptedException {
    var state = hub.state(wanted.name(), wanted.revision().toString());
    return new RecipeRepository(
        wanted.name(),
        state.commit(),
        wanted.gated().orElse(state.gated()),
        wanted.licence().or(state::licence).orElse(NO_LICENCE),
        wanted.role(),
        wanted.files().isEmpty() ? usualFiles(state.commit()) : wanted.files());
  }

  /// Paths alone: size and digest are compared at the commit, as for any other repository.
  private List<RecipeFile> usualFiles(String commit) throws InterruptedException {
    var usual = UsualFiles.of(wanted.role());
    var chosen = usual.choose(hub.files(wanted.name(), commit).keySet());
    if (chosen.isEmpty()) {
      throw noneUsable(usual, commit);
    }
    return chosen.stream().map(RecipeFile::named).toList();
  }

  private ToolException noneUsable(UsualFiles usual, String commit) {
    var forms = usual.needed().stream().map(form -> String.join(" and ", form)).toList();
    return new ToolException(
        Problem.of(
                HubCode.RECIPE_UNUSABLE,
                "The repository has no model in a form that we know",
                "choosing files of %s at %s for %s"
                    .formatted(wanted.name(), commit, wanted.role().word()),
                "none of the usual files",
                "see on its page which files it has, and name them in a recipe: docs/recipes.md",
                "or use another repository")
            .expecting(String.join(", or ", forms)));
  }
}
