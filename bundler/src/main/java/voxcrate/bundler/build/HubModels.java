package voxcrate.bundler.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.download.AccessNote;
import voxcrate.bundler.download.FetchedRepository;
import voxcrate.bundler.download.LocalModels;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.download.RecipeFetch;
import voxcrate.bundler.lock.LockFile;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.bundler.pack.PackedModel;
import voxcrate.bundler.plan.Resolution;
import voxcrate.bundler.plan.Resolver;
import voxcrate.model.Precision;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Models from the hub, by way of the model cache, converted and proven.
public final class HubModels implements ModelSource {
  private final Repositories repositories;
  private final ModelCache cache;
  private final Wanted wanted;
  private final ProgressListener progress;

  /// Where repositories come from.
  private interface Repositories {
    Resolution resolve(List<Recipe> recipes) throws InterruptedException;

    /// Brings them into the cache, or finds them there.
    List<FetchedRepository> bring(Resolution wanted) throws IOException, InterruptedException;
  }

  private HubModels(
      Repositories repositories, ModelCache cache, Wanted wanted, ProgressListener progress) {
    this.repositories = repositories;
    this.cache = cache;
    this.wanted = wanted;
    this.progress = progress;
  }

  /// Which models, and of what kind.
  ///
  /// @param withGated false to leave out what is gated
  /// @param precision of those that bear it
  /// @param originals whether pickled checkpoints travel too, for tools that are written in Python
  /// @param cards what they compute in on graphics cards; empty where they are not for any
  public record Wanted(
      boolean withGated, Precision precision, boolean originals, Optional<Precision> cards) {
    public Wanted(boolean withGated, Precision precision) {
      this(withGated, precision, false);
    }

    /// For processors alone.
    public Wanted(boolean withGated, Precision precision, boolean originals) {
      this(withGated, precision, originals, Optional.empty());
    }
  }

  /// Asks the hub for what the cache lacks; all gates are checked before the first download.
  public static HubModels from(
      RecipeFetch fetch, ModelCache cache, Wanted wanted, ProgressListener progress) {
    return new HubModels(new FromHub(fetch), cache, wanted, progress);
  }

  /// Takes what is in the cache and asks nobody.
  public static HubModels offline(
      LockFile lockFile, ModelCache cache, Wanted wanted, ProgressListener progress) {
    return new HubModels(new FromCache(lockFile, cache, progress), cache, wanted, progress);
  }

  @Override
  public Models gather(List<Recipe> recipes) throws IOException, InterruptedException {
    var all = repositories.resolve(recipes);
    var part = all.only(repository -> wanted.withGated() || !repository.gated());
    var conversions = new ConversionCache(cache.root(), wanted.precision(), progress);
    var packed = new ArrayList<PackedModel>();
    var forCards = new ArrayList<PackedModel>();
    for (var fetched : repositories.bring(part)) {
      if (wanted.cards().isPresent()) {
        var precision = wanted.cards().get();
        forCards.add(new ConversionCache(cache.root(), precision, progress).converted(fetched));
      }
      var converted = conversions.converted(fetched);
      packed.add(
          fetched.repository().isLocal()
              ? converted
              : converted.withOriginals(fetched.folder(), wanted.originals()));
    }
    return new Models(
        packed,
        without(all.repositories(), part.repositories()),
        access(part.repositories()),
        forCards);
  }

  private Map<String, AccessNote> access(List<RecipeRepository> repositories) {
    var notes = new HashMap<String, AccessNote>();
    for (var repository : repositories) {
      if (repository.gated() && !repository.isLocal()) {
        cache.access(repository.name()).ifPresent(note -> notes.put(repository.name(), note));
      }
    }
    return notes;
  }

  private static List<RecipeRepository> without(
      List<RecipeRepository> all, List<RecipeRepository> part) {
    return all.stream().filter(repository -> !part.contains(repository)).toList();
  }

  private record FromHub(RecipeFetch fetch) implements Repositories {
    @Override
    public Resolution resolve(List<Recipe> recipes) throws InterruptedException {
      return fetch.resolve(recipes);
    }

    @Override
    public List<FetchedRepository> bring(Resolution wanted) throws InterruptedException {
      return fetch.fetch(wanted);
    }
  }

  private record FromCache(LockFile lockFile, ModelCache cache, ProgressListener progress)
      implements Repositories {
    @Override
    public Resolution resolve(List<Recipe> recipes) throws InterruptedException {
      return Resolver.offline().resolve(recipes, lockFile.read());
    }

    @Override
    public List<FetchedRepository> bring(Resolution wanted)
        throws IOException, InterruptedException {
      var found = new ArrayList<FetchedRepository>();
      var absent = new ArrayList<String>();
      for (var repository : wanted.repositories()) {
        present(repository).ifPresentOrElse(found::add, () -> absent.add(repository.name()));
      }
      if (!absent.isEmpty()) {
        throw notInCache(absent);
      }
      return found;
    }

    private Optional<FetchedRepository> present(RecipeRepository repository)
        throws IOException, InterruptedException {
      var cached = cache.find(repository);
      return cached.isEmpty() && repository.isLocal()
          ? new LocalModels(cache, progress).take(List.of(repository)).stream().findFirst()
          : cached;
    }

    private ToolException notInCache(List<String> absent) {
      return new ToolException(
          Problem.of(
              BuildCode.NOT_IN_CACHE,
              "Models are not in the cache",
              "looking in " + cache.root().toAbsolutePath() + " without asking the hub (--offline)",
              "missing, or not what recipe and lock file pin: " + String.join(", ", absent),
              "on a machine with a connection: voxcrate-bundler fetch",
              "or name the folder where they are: --cache-dir DIR",
              "and the lock file of the fetch that brought them: --lock FILE"));
    }
  }
}
