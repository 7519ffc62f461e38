package voxcrate.bundler.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.download.FetchedRepository;
import voxcrate.bundler.download.Fetcher;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.bundler.pack.PackedModel;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Models from the hub, by way of the model cache, converted and proven.
public final class HubModels implements ModelSource {
  private final Repositories repositories;
  private final ModelCache cache;
  private final boolean withGated;
  private final ProgressListener progress;

  /// Brings repositories into the cache, or finds them there.
  @FunctionalInterface
  private interface Repositories {
    List<FetchedRepository> bring(List<RecipeRepository> wanted)
        throws IOException, InterruptedException;
  }

  private HubModels(
      Repositories repositories, ModelCache cache, boolean withGated, ProgressListener progress) {
    this.repositories = repositories;
    this.cache = cache;
    this.withGated = withGated;
    this.progress = progress;
  }

  /// Asks the hub for what the cache lacks; all gates are checked before the first download.
  ///
  /// @param withGated false to leave out what is gated
  public static HubModels from(
      Fetcher fetcher, ModelCache cache, boolean withGated, ProgressListener progress) {
    return new HubModels(fetcher::fetch, cache, withGated, progress);
  }

  /// Takes what is in the cache and asks nobody.
  public static HubModels offline(ModelCache cache, boolean withGated, ProgressListener progress) {
    return new HubModels(wanted -> inCache(wanted, cache), cache, withGated, progress);
  }

  @Override
  public Models gather(List<Recipe> recipes) throws IOException, InterruptedException {
    var wanted = new ArrayList<>(Recipe.repositoriesOf(recipes));
    var leftOut = withGated ? List.<RecipeRepository>of() : gated(wanted);
    wanted.removeAll(leftOut);
    var conversions = new ConversionCache(cache.root(), progress);
    var packed = new ArrayList<PackedModel>();
    for (var fetched : repositories.bring(wanted)) {
      packed.add(conversions.converted(fetched));
    }
    return new Models(packed, leftOut);
  }

  private static List<RecipeRepository> gated(List<RecipeRepository> repositories) {
    return repositories.stream().filter(RecipeRepository::gated).toList();
  }

  private static List<FetchedRepository> inCache(List<RecipeRepository> wanted, ModelCache cache)
      throws IOException {
    var found = new ArrayList<FetchedRepository>();
    var absent = new ArrayList<String>();
    for (var repository : wanted) {
      cache.find(repository).ifPresentOrElse(found::add, () -> absent.add(repository.name()));
    }
    if (!absent.isEmpty()) {
      throw new ToolException(
          Problem.of(
              BuildCode.NOT_IN_CACHE,
              "Models are not in the cache",
              "looking in " + cache.root().toAbsolutePath() + " without asking the hub (--offline)",
              "missing, or not what the recipe pins: " + String.join(", ", absent),
              "on a machine with a connection: voxcrate-bundler fetch",
              "or name the folder where they are: --cache-dir DIR"));
    }
    return found;
  }
}
