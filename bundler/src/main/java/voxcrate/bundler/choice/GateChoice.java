package voxcrate.bundler.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.recipe.Choice;
import voxcrate.bundler.hub.HubCode;
import voxcrate.problem.ErrorCode;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;

/// Decides by the gates. A gate of which nobody knows is never taken for a closed one: the second
/// best is not locked because the hub was unwell for a moment.
record GateChoice(Choice choice, List<Alternative> alternatives) {
  GateChoice {
    alternatives = List.copyOf(alternatives);
  }

  /// What came of it.
  sealed interface Outcome {
    record Taken(Decision decision) implements Outcome {}

    /// A person has to do something first.
    ///
    /// @param nearest what will most likely be taken then
    record Closed(Decision nearest, Problem problem) implements Outcome {}

    /// The hub has to be asked once more.
    record Undecided(Problem problem) implements Outcome {}
  }

  Outcome decide() {
    var better = new ArrayList<Alternative>();
    for (var alternative : alternatives) {
      if (alternative.isGranted()) {
        return taken(alternative, better);
      }
      better.add(alternative);
    }
    return alternatives.stream().allMatch(Alternative::isUndecided)
        ? new Outcome.Undecided(undecided(alternatives.getFirst()))
        : new Outcome.Closed(
            new Decision(
                choice.name(), nearest().recipe(), new Reason.NothingGranted(standing(better))),
            closed());
  }

  private Outcome taken(Alternative granted, List<Alternative> better) {
    Optional<Alternative> unknown = better.stream().filter(Alternative::isUndecided).findFirst();
    return unknown.isPresent()
        ? new Outcome.Undecided(undecided(unknown.get()))
        : new Outcome.Taken(
            new Decision(choice.name(), granted.recipe(), new Reason.Granted(standing(better))));
  }

  private static List<String> standing(List<Alternative> alternatives) {
    return alternatives.stream().map(Alternative::standing).toList();
  }

  /// One that a person can open, the best first.
  private Alternative nearest() {
    return alternatives.stream()
        .filter(alternative -> alternative.report().isWorthWaitingFor())
        .findFirst()
        .orElse(alternatives.getFirst());
  }

  private Problem undecided(Alternative alternative) {
    var problem = alternative.report().problems().getFirst();
    var remedy = new ArrayList<>(problem.remedy());
    remedy.add("or name the one that you want besides: " + String.join(" or ", choice.names()));
    return new Problem(
        problem.code(), problem.headline(), doing(), problem.found(), problem.expected(), remedy);
  }

  /// Where the token is the trouble, that; else what a person has to agree to.
  private Problem closed() {
    var nearest = nearest();
    var all =
        alternatives.stream()
            .flatMap(alternative -> alternative.report().problems().stream())
            .distinct()
            .toList();
    var first = nearest.report().problems().getFirst();
    return new Problem(
        all.size() == 1 ? first.code() : HubCode.NOTHING_GRANTED,
        first.headline(),
        doing(),
        all.size() == 1 ? first.found() : String.join("\n", standing(alternatives)),
        "one of them granted",
        remedy(nearest));
  }

  private List<String> remedy(Alternative nearest) {
    var remedy = new ArrayList<String>();
    remedy.add("one is enough; for " + nearest.recipe().name() + ":");
    for (var problem : nearest.report().problems()) {
      problem.remedy().stream().filter(line -> !remedy.contains(line)).forEach(remedy::add);
    }
    if (nearest.report().problems().stream().noneMatch(problem -> isAboutTerms(problem.code()))) {
      remedy.add("and agree to the terms: " + nearest.pages());
    }
    for (var other : alternatives) {
      if (!other.equals(nearest)) {
        remedy.add("instead, for " + other.recipe().name() + ": " + other.pages());
      }
    }
    return remedy;
  }

  private static boolean isAboutTerms(ErrorCode code) {
    return code == HubCode.TERMS_NOT_ACCEPTED
        || code == HubCode.ACCESS_RESET
        || code == HubCode.AWAITING_REVIEW
        || code.exit() == ExitStatus.NETWORK;
  }

  private String doing() {
    return "choosing between " + String.join(" and ", choice.names());
  }
}
