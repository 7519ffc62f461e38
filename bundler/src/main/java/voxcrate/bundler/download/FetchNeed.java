package voxcrate.bundler.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.plan.BundlePlan;
import voxcrate.bundler.plan.PlannedFile;

/// What of a plan is here already, and what has to come. A plan is quick, so only sizes are looked
/// at: a file here that turns out to be another one comes again.
///
/// @param here complete, or as far as it had come when something broke off
/// @param copied from the cache of the hub's own client, or from a folder of one's own
/// @param toFetch over the network
/// @param freeBytes of the disk of the cache; empty where nobody can tell
public record FetchNeed(Amount here, Amount copied, Amount toFetch, OptionalLong freeBytes) {
  /// Whole files, or parts of them.
  public record Amount(int files, long bytes) {
    static final Amount NONE = new Amount(0, 0);

    Amount and(long more) {
      return more == 0 ? this : new Amount(files + 1, bytes + more);
    }
  }

  public static FetchNeed of(BundlePlan plan, ModelCache cache) throws InterruptedException {
    return cache.writing(
        () -> {
          var need = new FetchNeed(Amount.NONE, Amount.NONE, Amount.NONE, free(cache.root()));
          for (var repository : plan.repositories()) {
            for (var file : repository.files()) {
              long missing = cache.missingBytes(repository.repository(), file);
              need = need.and(file, missing, isNear(cache, repository.repository(), file));
            }
          }
          return need;
        });
  }

  private static boolean isNear(ModelCache cache, RecipeRepository repository, PlannedFile file)
      throws IOException {
    return repository.isLocal() || cache.isLent(repository, file);
  }

  private FetchNeed and(PlannedFile file, long missing, boolean isNear) {
    return new FetchNeed(
        here.and(file.sizeBytes() - missing),
        isNear ? copied.and(missing) : copied,
        isNear ? toFetch : toFetch.and(missing),
        freeBytes);
  }

  /// The folder itself may not be there yet.
  private static OptionalLong free(Path folder) throws IOException {
    for (@Nullable Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        return OptionalLong.of(Files.getFileStore(at).getUsableSpace());
      }
    }
    return OptionalLong.empty();
  }

  /// What the cache grows by.
  public long diskBytes() {
    return copied.bytes() + toFetch.bytes();
  }

  /// Whether the cache is known to be too small.
  public boolean isTooMuch() {
    return freeBytes.isPresent() && freeBytes.getAsLong() < diskBytes();
  }
}
