package voxcrate.bundler.download;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.AccessChecker;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.plan.PlannedRepository;
import voxcrate.bundler.plan.Planner;
import voxcrate.progress.ProgressListener;

/// Brings the repositories of a recipe into the model cache. What is there already is verified and
/// reused, without asking the hub.
public final class Fetcher {
  /// More at once gains nothing on one line and annoys the hub.
  private static final int PARALLEL_FILES = 4;

  private final HubClient client;
  private final ModelCache cache;
  private final ProgressListener progress;
  private final Planner planner;

  public Fetcher(HubClient client, ModelCache cache, ProgressListener progress) {
    this.client = client;
    this.cache = cache;
    this.progress = progress;
    this.planner = new Planner(client);
  }

  /// Fetches what `recipe` needs; see [#fetch(List)].
  public List<FetchedRepository> fetch(Recipe recipe) throws InterruptedException {
    return fetch(recipe.repositories());
  }

  /// Before the first file is downloaded every gate is checked and every file compared with its
  /// pin.
  ///
  /// @return one for each of `repositories`, in their order, every file verified
  /// @throws voxcrate.problem.ToolException where a gate is closed, the network fails, something is
  ///     not what it should be, or the cache cannot be written; what is complete stays
  public List<FetchedRepository> fetch(List<RecipeRepository> repositories)
      throws InterruptedException {
    try {
      var ready = new HashMap<String, FetchedRepository>();
      for (var repository : repositories) {
        cache.find(repository).ifPresent(found -> ready.put(repository.name(), found));
      }
      var missing =
          repositories.stream().filter(wanted -> !ready.containsKey(wanted.name())).toList();
      for (var planned : planned(missing)) {
        ready.put(planned.repository().name(), download(planned));
      }
      return repositories.stream().map(wanted -> ready.get(wanted.name())).toList();
    } catch (IOException e) {
      throw cache.unusable(e);
    }
  }

  private List<PlannedRepository> planned(List<RecipeRepository> missing)
      throws IOException, InterruptedException {
    new AccessChecker(client).check(missing).requireGranted();
    var planned = new ArrayList<PlannedRepository>();
    for (var repository : missing) {
      planned.add(planner.compare(repository));
    }
    cache.requireSpace(planned.stream().mapToLong(PlannedRepository::sizeBytes).sum());
    return planned;
  }

  private FetchedRepository download(PlannedRepository planned)
      throws IOException, InterruptedException {
    var repository = planned.repository();
    var downloads =
        planned.files().stream()
            .map(file -> new FileDownload(client, cache, repository, file, progress))
            .toList();
    var files = new Fanout(PARALLEL_FILES).run(downloads);
    cache.remember(repository, files);
    return new FetchedRepository(repository, cache.folder(repository.name()), files);
  }
}
