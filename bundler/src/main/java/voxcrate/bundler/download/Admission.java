package voxcrate.bundler.download;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.Sleeper;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.progress.ProgressListener;

/// Lets files from elsewhere into the model cache, while no other process writes there. Each is
/// hashed on its way and gets its name only when it is right.
public final class Admission implements AutoCloseable {
  private final ModelCache cache;
  private final CacheLock lock;

  private Admission(ModelCache cache, CacheLock lock) {
    this.cache = cache;
    this.lock = lock;
  }

  /// Waits as long as another process has the cache.
  public static Admission to(ModelCache cache, ProgressListener progress)
      throws InterruptedException {
    return cache.writing(() -> new Admission(cache, cache.lock(Sleeper.REAL, progress)));
  }

  /// @throws voxcrate.problem.ToolException where the cache cannot take so many bytes more
  public void requireSpace(long bytes) throws InterruptedException {
    cache.writing(
        () -> {
          cache.requireSpace(bytes);
          return bytes;
        });
  }

  /// The file, where the cache has it and it is right by its pin; without a pin nobody can tell.
  public Optional<CachedFile> present(String repository, RecipeFile wanted)
      throws InterruptedException {
    return cache.writing(() -> cache.verified(repository, cache.expectation(repository, wanted)));
  }

  /// @param content is read as far as `wanted` is long, and one byte more
  public Taken take(String repository, PlannedFile wanted, InputStream content)
      throws InterruptedException {
    return cache.writing(() -> cache.take(repository, wanted, content));
  }

  /// Makes the names durable and lays the repository out for the hub's own client too.
  ///
  /// @param files all that the recipe wants
  public FetchedRepository complete(RecipeRepository repository, List<CachedFile> files)
      throws InterruptedException {
    return cache.writing(
        () -> {
          cache.syncNames(repository, files);
          var fetched = new FetchedRepository(repository, cache.folder(repository.name()), files);
          cache.layForClients(fetched);
          return fetched;
        });
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw cache.unusable(e);
    }
  }
}
