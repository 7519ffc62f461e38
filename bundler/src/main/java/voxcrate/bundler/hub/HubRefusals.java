package voxcrate.bundler.hub;

import java.util.Optional;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Stops a command that the hub refuses in the middle of its work, in the same words in which a
/// check of the access would have told it.
public final class HubRefusals {
  private HubRefusals() {}

  public static ToolException stop(
      HubClient client, Refusal refusal, RecipeRepository repository, String doing) {
    if (GateDecision.provesAccess(refusal)) {
      return new ToolException(
          Problem.of(
                  HubErrorCode.PIN_DIFFERS,
                  "The hub has not what the recipe pins",
                  doing,
                  refusal.words(),
                  "check HF_ENDPOINT: a mirror may hold another version",
                  "otherwise the authors have removed it; tell the maintainers of the recipe")
              .expecting("commit " + repository.commit()));
    }
    var status = GateDecision.of(refusal, client.hasToken());
    var advice = new AccessAdvice(client.address(), client.token(), Optional.empty());
    return new ToolException(
        advice.problem(new RepositoryAccess(repository, status)).orElseThrow());
  }
}
