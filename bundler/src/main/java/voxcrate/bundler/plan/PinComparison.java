package voxcrate.bundler.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.hub.TreeEntry;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Holds what a listing says of one file against the recipe's pins. A pin outranks the hub.
final class PinComparison {
  private PinComparison() {}

  static PlannedFile of(RecipeRepository repository, RecipeFile file, @Nullable TreeEntry listed) {
    if (listed == null) {
      throw differs(repository, file.path().value(), "no such file at the hub", "the file");
    }
    var stated = listed.content();
    long size = stated.sizeBytes().orElse(-1);
    if (file.sizeBytes().isPresent() && file.sizeBytes().getAsLong() != size) {
      throw differs(
          repository,
          file.path().value(),
          size + " bytes",
          file.sizeBytes().getAsLong() + " bytes");
    }
    requireSame(repository, file, file.sha256(), stated.sha256());
    requireSame(repository, file, file.gitBlob(), stated.gitBlob());
    return new PlannedFile(
        file.path(),
        size,
        file.sha256().or(stated::sha256),
        file.gitBlob().or(stated::gitBlob),
        file.sha256().isPresent());
  }

  /// A digest that is not pinned, or that the hub masks, says nothing.
  private static <T> void requireSame(
      RecipeRepository repository, RecipeFile file, Optional<T> pinned, Optional<T> stated) {
    if (pinned.isPresent() && stated.isPresent() && !pinned.get().equals(stated.get())) {
      throw differs(
          repository, file.path().value(), stated.get().toString(), pinned.get().toString());
    }
  }

  static ToolException differs(
      RecipeRepository repository, String what, String found, String expected) {
    return new ToolException(
        Problem.of(
                HubCode.PIN_DIFFERS,
                "The hub has something else than what the recipe pins",
                "comparing " + what + " of " + repository.name() + " at " + repository.commit(),
                found,
                "check HF_ENDPOINT: a mirror may hold another version",
                "do not go on with other bytes; tell the maintainers of the recipe")
            .expecting(expected));
  }
}
