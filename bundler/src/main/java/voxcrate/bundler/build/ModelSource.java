package voxcrate.bundler.build;

import java.io.IOException;
import java.util.List;
import voxcrate.bundle.recipe.Recipe;

/// Where a build gets its models from, converted.
@FunctionalInterface
public interface ModelSource {
  Models gather(List<Recipe> recipes) throws IOException, InterruptedException;
}
