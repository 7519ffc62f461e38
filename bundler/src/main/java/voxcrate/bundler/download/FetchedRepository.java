package voxcrate.bundler.download;

import java.nio.file.Path;
import java.util.List;
import voxcrate.bundle.recipe.RecipeRepository;

/// A repository whose files lie in the model cache, every one verified in this run.
///
/// @param folder `CACHE/torch/ORG/NAME`
/// @param files as the recipe names them, with the SHA-256 of each
public record FetchedRepository(RecipeRepository repository, Path folder, List<CachedFile> files) {
  public FetchedRepository {
    files = List.copyOf(files);
  }
}
