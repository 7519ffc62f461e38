package voxcrate.bundler.hub;

import java.util.Optional;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Stops a command that the hub refuses in the middle of its work, in the same words in which a
/// check of the access would have told it.
public final class HubRefusals {
  private HubRefusals() {}

  /// @param revision the commit, branch or tag that was asked for
  public static ToolException stop(
      HubClient client, Refusal refusal, String repository, String revision, String doing) {
    if (GateDecision.provesAccess(refusal)) {
      return new ToolException(
          Problem.of(
                  HubCode.PIN_DIFFERS,
                  "The hub has not what the recipe names",
                  doing,
                  refusal.words(),
                  "check HF_ENDPOINT: a mirror may hold another version",
                  "otherwise the authors have removed it; tell the maintainers of the recipe")
              .expecting(repository + " at " + revision));
    }
    var status = GateDecision.of(refusal, client.hasToken());
    var advice = new AccessAdvice(client.address(), client.token(), Optional.empty());
    return new ToolException(advice.problem(repository, status).orElseThrow());
  }
}
