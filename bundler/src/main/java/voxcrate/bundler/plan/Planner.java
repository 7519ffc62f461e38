package voxcrate.bundler.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubErrorCode;
import voxcrate.bundler.hub.HubOutcome;
import voxcrate.bundler.hub.HubRefusals;
import voxcrate.bundler.hub.RepositoryInfo;
import voxcrate.bundler.hub.TreeEntry;
import voxcrate.bundler.hub.TroubleProblems;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Turns recipes into a plan: resolves each pinned commit, lists the repository and compares it
/// with the pins. A gate does not matter here; information and listings are given to everybody.
public final class Planner {
  /// Where the public hub's content comes from today. It changes without notice, so nothing in the
  /// program depends on it.
  private static final List<String> PUBLIC_HOSTS =
      List.of("huggingface.co", "*.hf.co", "*.xethub.hf.co");

  private final HubClient client;

  public Planner(HubClient client) {
    this.client = client;
  }

  /// What fetching `recipes` into an empty cache brings.
  ///
  /// @throws ToolException where the hub cannot be asked or has something else than what is pinned
  public BundlePlan plan(Collection<Recipe> recipes) throws InterruptedException {
    var planned = new ArrayList<PlannedRepository>();
    for (var repository : Recipe.repositoriesOf(recipes)) {
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
    var listed = listing(repository);
    return new PlannedRepository(
        repository,
        repository.files().stream()
            .map(file -> PinComparison.of(repository, file, listed.get(file.path())))
            .toList());
  }

  private void requireCommit(RecipeRepository repository) throws InterruptedException {
    var info = new RepositoryInfo(repository.name(), repository.commit());
    var state = answer(client.ask(info), repository, "resolving the pinned commit of ");
    if (!state.commit().equals(repository.commit())) {
      throw PinComparison.differs(
          repository, "commit", "commit " + state.commit(), "commit " + repository.commit());
    }
  }

  private Map<RelativePath, TreeEntry> listing(RecipeRepository repository)
      throws InterruptedException {
    var entries =
        answer(
            client.list(repository.name(), repository.commit()),
            repository,
            "listing the files of ");
    return entries.stream()
        .collect(
            Collectors.toMap(
                entry -> safe(entry, repository), Function.identity(), (first, _) -> first));
  }

  private static RelativePath safe(TreeEntry entry, RecipeRepository repository) {
    var defect = RelativePath.defect(entry.path());
    if (defect.isPresent()) {
      throw new ToolException(
          Problem.of(
                  HubErrorCode.UNSAFE_LISTING,
                  "The listing holds a hostile path",
                  "listing the files of " + repository.name() + " at " + repository.commit(),
                  "a path that is " + defect.get(),
                  "check HF_ENDPOINT: only a hub that you trust belongs there",
                  "nothing of this repository was downloaded; tell whoever runs that hub")
              .expecting("relative paths that stay inside their folder"));
    }
    return new RelativePath(entry.path());
  }

  private <T> T answer(HubOutcome<T> outcome, RecipeRepository repository, String doing) {
    return switch (outcome) {
      case HubOutcome.Answer<T>(var value) -> value;
      case HubOutcome.Refused<T>(var refusal) ->
          throw HubRefusals.stop(client, refusal, repository, doing + repository.name());
      case HubOutcome.Failed<T>(var trouble) ->
          throw TroubleProblems.stop(trouble, doing + repository.name());
    };
  }

  private List<String> hosts() {
    return client.address().isPublic()
        ? PUBLIC_HOSTS
        : List.of(client.address().base().getAuthority());
  }
}
