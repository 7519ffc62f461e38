package voxcrate.bundler.choice;

import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.recipe.Choice;
import voxcrate.bundle.recipe.Selection;
import voxcrate.bundler.choice.GateChoice.Outcome;
import voxcrate.bundler.hub.AccessChecker;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.lock.LockCode;
import voxcrate.bundler.plan.Resolver;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Makes choices: as somebody has said; else as the lock has it, so that later builds come to the
/// same; else by the gates.
public final class Chooser {
  private final OpenChoices open;

  /// Decides what neither somebody nor the lock has.
  private interface OpenChoices {
    List<Outcome> decide(List<Choice> choices, Lock lock) throws InterruptedException;
  }

  private Chooser(OpenChoices open) {
    this.open = open;
  }

  /// Takes the best of those whose gates are all open.
  public static Chooser asking(HubClient client) {
    return new Chooser((choices, lock) -> byGates(client, choices, lock));
  }

  /// Takes the best and asks nobody: what is gated is left out anyway.
  public static Chooser leavingOutGated() {
    return new Chooser(
        (choices, _) ->
            choices.stream()
                .map(
                    choice ->
                        (Outcome)
                            new Outcome.Taken(
                                new Decision(
                                    choice.name(),
                                    choice.alternatives().getFirst(),
                                    new Reason.GatedLeftOut())))
                .toList());
  }

  /// Asks nobody: what is open and not locked stops the command.
  public static Chooser offline() {
    return new Chooser(
        (choices, _) -> {
          throw notLocked(choices.getFirst());
        });
  }

  /// @throws ToolException where the hub could not be asked, or the lock disagrees
  public Chosen choose(Selection selection, Lock lock) throws InterruptedException {
    var settled = Settled.of(selection, lock);
    var decisions = new ArrayList<>(settled.decisions());
    var problems = new ArrayList<Problem>();
    var outcomes =
        settled.open().isEmpty() ? List.<Outcome>of() : open.decide(settled.open(), lock);
    for (var outcome : outcomes) {
      switch (outcome) {
        case Outcome.Taken(var decision) -> decisions.add(decision);
        case Outcome.Closed(var nearest, var problem) -> {
          decisions.add(nearest);
          problems.add(problem);
        }
        case Outcome.Undecided(var problem) -> throw new ToolException(problem);
      }
    }
    return new Chosen(settled.recipes(), decisions, problems);
  }

  private static List<Outcome> byGates(HubClient client, List<Choice> choices, Lock lock)
      throws InterruptedException {
    var survey = GateSurvey.of(new Selection(List.of(), choices), lock, Resolver.asking(client));
    return survey.outcomes(new AccessChecker(client).check(survey.repositories()));
  }

  private static ToolException notLocked(Choice choice) {
    return new ToolException(
        Problem.of(
                LockCode.NOT_LOCKED,
                "The lock file does not know what the recipe leaves open",
                "choosing " + choice.name() + " without the hub",
                "nothing locked of that name",
                "on a machine with a connection: voxcrate-bundler fetch",
                "or name the one that you want besides: " + String.join(" or ", choice.names()))
            .expecting(String.join(" or ", choice.names()) + ", as the first fetch has locked it"));
  }
}
