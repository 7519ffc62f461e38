package voxcrate.bundler.choice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import voxcrate.bundle.recipe.Choice;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.Selection;
import voxcrate.bundler.choice.GateChoice.Outcome;
import voxcrate.bundler.hub.AccessReport;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.plan.Resolution;
import voxcrate.bundler.plan.Resolver;
import voxcrate.problem.Problem;

/// The gates of a selection, those of all alternatives of its open choices among them.
public final class GateSurvey {
  private final Settled settled;
  private final Resolution certain;
  private final Map<Recipe, Resolution> alternatives = new LinkedHashMap<>();

  private GateSurvey(Settled settled, Resolution certain) {
    this.settled = settled;
    this.certain = certain;
  }

  public static GateSurvey of(Selection selection, Lock lock, Resolver resolver)
      throws InterruptedException {
    return of(Settled.of(selection, lock), lock, resolver);
  }

  static GateSurvey of(Settled settled, Lock lock, Resolver resolver) throws InterruptedException {
    var certain =
        Stream.concat(
                settled.recipes().stream(), settled.decisions().stream().map(Decision::recipe))
            .toList();
    var survey = new GateSurvey(settled, resolver.resolve(certain, lock));
    for (var choice : settled.open()) {
      for (var recipe : choice.alternatives()) {
        survey.alternatives.put(recipe, resolver.resolve(List.of(recipe), lock));
      }
    }
    return survey;
  }

  /// Everything whose gate is to be asked for.
  public List<RecipeRepository> repositories() {
    return resolutions()
        .flatMap(resolution -> resolution.repositories().stream())
        .distinct()
        .toList();
  }

  /// Pipelines that will name further models when their gate is open.
  public List<RecipeRepository> unread() {
    return resolutions().flatMap(resolution -> resolution.unread().stream()).distinct().toList();
  }

  /// Models that the site keeps itself; they have no gate.
  public List<RecipeRepository> locals() {
    return repositories().stream().filter(RecipeRepository::isLocal).toList();
  }

  private Stream<Resolution> resolutions() {
    return Stream.concat(Stream.of(certain), alternatives.values().stream());
  }

  /// Whether nothing is missing: each gate that is certain to be needed is open, and those of one
  /// alternative of each choice.
  public boolean isEnough(AccessReport report) {
    return problems(report).isEmpty();
  }

  /// Whether what is missing can still come.
  public boolean isWorthWaitingFor(AccessReport report) {
    var needed = report.of(certain.repositories());
    return !isEnough(report)
        && (needed.isGranted() || needed.isWorthWaitingFor())
        && settled.open().stream().allMatch(choice -> isWorthWaitingFor(report, choice));
  }

  private boolean isWorthWaitingFor(AccessReport report, Choice choice) {
    return choice.alternatives().stream()
        .map(recipe -> part(report, recipe))
        .anyMatch(part -> part.isGranted() || part.isWorthWaitingFor());
  }

  /// What there is to do, for all gates together.
  ///
  /// @param report of [#repositories()]
  public List<Problem> problems(AccessReport report) {
    var problems = new ArrayList<>(report.of(certain.repositories()).problems());
    for (var outcome : outcomes(report)) {
      switch (outcome) {
        case Outcome.Taken _ -> {}
        case Outcome.Closed(var _, var problem) -> problems.add(problem);
        case Outcome.Undecided(var problem) -> problems.add(problem);
      }
    }
    return problems.stream().distinct().toList();
  }

  /// The choices as far as they are made.
  public List<Decision> decisions(AccessReport report) {
    var decisions = new ArrayList<>(settled.decisions());
    for (var outcome : outcomes(report)) {
      switch (outcome) {
        case Outcome.Taken(var decision) -> decisions.add(decision);
        case Outcome.Closed(var nearest, var _) -> decisions.add(nearest);
        case Outcome.Undecided _ -> {}
      }
    }
    return decisions;
  }

  /// One for each open choice.
  List<Outcome> outcomes(AccessReport report) {
    return settled.open().stream()
        .map(
            choice ->
                new GateChoice(
                        choice,
                        choice.alternatives().stream()
                            .map(recipe -> new Alternative(recipe, part(report, recipe)))
                            .toList())
                    .decide())
        .toList();
  }

  private AccessReport part(AccessReport report, Recipe recipe) {
    return report.of(Objects.requireNonNull(alternatives.get(recipe)).repositories());
  }
}
