package voxcrate.bundler.download;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import voxcrate.bundle.recipe.Licence;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.AccessChecker;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.lock.LockFile;
import voxcrate.bundler.plan.Resolution;
import voxcrate.bundler.plan.Resolver;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Brings what recipes want into the model cache: the first time what they leave open is settled
/// and locked, from then on it is held to the lock.
public final class RecipeFetch {
  private final HubClient client;
  private final Resolver resolver;
  private final Fetcher fetcher;
  private final LockFile lockFile;
  private final Consent consent;
  private final Map<String, String> choices;

  public RecipeFetch(HubClient client, Fetcher fetcher, LockFile lockFile) {
    this(client, fetcher, lockFile, Consent.NONE, Map.of());
  }

  /// @param consent to licences that forbid commercial use
  /// @param choices that were made on the way to the recipes, for the lock
  public RecipeFetch(
      HubClient client,
      Fetcher fetcher,
      LockFile lockFile,
      Consent consent,
      Map<String, String> choices) {
    this.consent = consent;
    this.choices = Map.copyOf(choices);
    this.client = client;
    this.resolver = Resolver.asking(client);
    this.fetcher = fetcher;
    this.lockFile = lockFile;
  }

  /// What a fetch of `recipes` brings.
  public Resolution resolve(Collection<Recipe> recipes) throws InterruptedException {
    return resolver.resolve(recipes, lockFile.read());
  }

  /// The same as if `recipes` were fetched for the first time: branches are looked up anew.
  public Resolution resolveAnew(Collection<Recipe> recipes) throws InterruptedException {
    return resolver.resolve(recipes, Lock.EMPTY);
  }

  /// Fetches, verifies and locks.
  ///
  /// @throws voxcrate.problem.ToolException as [Fetcher#fetch(List)]; the lock is as before then
  public List<FetchedRepository> fetch(Resolution resolution) throws InterruptedException {
    requireWhole(resolution);
    consent.require(notYetAccepted(resolution));
    var fetched = fetcher.fetch(resolution.repositories());
    lockFile.write(
        lockFile
            .read()
            .with(fetched.stream().map(repository -> repository.locked(resolution)).toList())
            .choosing(choices));
    return fetched;
  }

  /// What is locked was accepted when it was fetched for the first time.
  private List<RecipeRepository> notYetAccepted(Resolution resolution) {
    var lock = lockFile.read();
    return resolution.repositories().stream()
        .filter(repository -> Licence.isNonCommercial(repository.licence()))
        .filter(
            repository ->
                lock.find(repository.name())
                    .filter(known -> known.licence().equals(repository.licence()))
                    .isEmpty())
        .toList();
  }

  /// What a pipeline names is known when its gate is open; all other gates are told with it.
  private void requireWhole(Resolution resolution) throws InterruptedException {
    if (resolution.unread().isEmpty()) {
      return;
    }
    new AccessChecker(client).check(resolution.repositories()).requireGranted();
    throw new ToolException(
        Problem.of(
            HubCode.REFUSED,
            "Cannot access gated repository",
            "reading config.yaml of " + resolution.unread().getFirst().name(),
            "refused a moment ago, and now its gate is open",
            "run the same command again"));
  }
}
