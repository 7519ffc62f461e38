package voxcrate.bundler.plan;

import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.HubClient;

/// Turns repositories into a plan: lists each at its commit and compares it with the pins. A gate
/// does not matter here; information and listings are given to everybody.
public final class Planner {
  /// Where the public hub's content comes from today. It changes without notice, so nothing in the
  /// program depends on it.
  private static final List<String> PUBLIC_HOSTS =
      List.of("huggingface.co", "*.hf.co", "*.xethub.hf.co");

  private final HubClient client;
  private final HubFacts hub;

  public Planner(HubClient client) {
    this.client = client;
    this.hub = new HubFacts(client);
  }

  /// What fetching `repositories` into an empty cache brings.
  ///
  /// @throws voxcrate.problem.ToolException where the hub cannot be asked or has something else
  ///     than what is pinned
  public BundlePlan plan(List<RecipeRepository> repositories) throws InterruptedException {
    var planned = new ArrayList<PlannedRepository>();
    for (var repository : repositories) {
      planned.add(repository.isExact() ? asPinned(repository) : compare(repository));
    }
    return new BundlePlan(planned, hosts());
  }

  private static PlannedRepository asPinned(RecipeRepository repository) {
    return new PlannedRepository(
        repository,
        repository.files().stream()
            .map(
                file ->
                    new PlannedFile(
                        file.path(),
                        file.sizeBytes().orElseThrow(),
                        file.sha256(),
                        file.gitBlob(),
                        true))
            .toList());
  }

  /// Asks the hub what it has of `repository`, and holds it against the pins.
  public PlannedRepository compare(RecipeRepository repository) throws InterruptedException {
    requireCommit(repository);
    var listed = hub.files(repository.name(), repository.commit());
    return new PlannedRepository(
        repository,
        repository.files().stream()
            .map(file -> PinComparison.of(repository, file, listed.get(file.path())))
            .toList());
  }

  private void requireCommit(RecipeRepository repository) throws InterruptedException {
    var state = hub.state(repository.name(), repository.commit());
    if (!state.commit().equals(repository.commit())) {
      throw PinComparison.differs(
          repository, "commit", "commit " + state.commit(), "commit " + repository.commit());
    }
  }

  private List<String> hosts() {
    return client.address().isPublic()
        ? PUBLIC_HOSTS
        : List.of(client.address().base().getAuthority());
  }
}
