package voxcrate.bundler.intake;

import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;

/// A file that a recipe wants.
public record WantedFile(RecipeRepository repository, RecipeFile file) {
  @Override
  public String toString() {
    return repository.name() + "/" + file.path();
  }
}
