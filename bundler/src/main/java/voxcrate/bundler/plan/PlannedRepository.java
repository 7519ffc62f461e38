package voxcrate.bundler.plan;

import java.util.List;
import voxcrate.bundle.recipe.RecipeRepository;

/// One repository with the exact files to fetch.
public record PlannedRepository(RecipeRepository repository, List<PlannedFile> files) {
  public PlannedRepository {
    files = List.copyOf(files);
  }

  public long sizeBytes() {
    return files.stream().mapToLong(PlannedFile::sizeBytes).sum();
  }
}
