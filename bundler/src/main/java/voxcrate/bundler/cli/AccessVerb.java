package voxcrate.bundler.cli;

import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.choice.GateSurvey;
import voxcrate.bundler.hub.AccessChecker;
import voxcrate.bundler.hub.AccessReport;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.Sleeper;
import voxcrate.bundler.plan.Resolver;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;

/// `access`: who the token is and which gates are open to it.
@Command(
    name = "access",
    description = {
      "Shows who the token is and where it stands at each gated model, with the page to open.",
      "Without a recipe: all gated models known; one complete pipeline granted is enough."
    },
    footer = {"", "Example:", "  voxcrate-bundler access speech --wait"})
public final class AccessVerb extends Verb {
  @Mixin final RecipeOptions recipes = new RecipeOptions();
  @Mixin final HubOptions hub = new HubOptions();
  @Mixin final LockOptions locks = new LockOptions();

  @Option(
      names = "--wait",
      description = "Ask again every 15 seconds until the terms are accepted.")
  boolean wait;

  @Override
  protected ExitStatus run(Console console) throws InterruptedException {
    try (var client = hub.connect(console)) {
      return recipes.isGiven() ? chosen(client, console) : known(client, console);
    }
  }

  private ExitStatus chosen(HubClient client, Console console) throws InterruptedException {
    var survey = survey(client);
    var report = check(client, console, survey.repositories(), survey::isWorthWaitingFor);
    if (report.isGranted() && !survey.unread().isEmpty()) {
      // Open by now: what the pipeline names may have gates of its own.
      survey = survey(client);
      report = check(client, console, survey.repositories(), survey::isWorthWaitingFor);
    }
    var problems = survey.problems(report);
    var view = new AccessView(console);
    view.show(report);
    view.showLocal(survey.locals());
    view.showUnread(survey.unread());
    survey.decisions(report).forEach(decision -> console.print("choice   " + decision.line()));
    problems.forEach(console::problem);
    console.result(view.document(report, survey));
    return AccessReport.exit(problems);
  }

  private GateSurvey survey(HubClient client) throws InterruptedException {
    return GateSurvey.of(recipes.selection(), locks.file().read(), Resolver.asking(client));
  }

  private ExitStatus known(HubClient client, Console console) throws InterruptedException {
    var gates = KnownGates.at(client.address());
    var report =
        gates.relevant(
            check(
                client,
                console,
                gates.repositories(),
                round -> !gates.isSufficient(round) && round.isWorthWaitingFor()));
    boolean sufficient = gates.isSufficient(report);
    var problems = sufficient ? List.<Problem>of() : report.problems();
    var view = new AccessView(console);
    view.show(report);
    problems.forEach(console::problem);
    console.result(view.document(report));
    return AccessReport.exit(problems);
  }

  private AccessReport check(
      HubClient client,
      Console console,
      List<RecipeRepository> repositories,
      Predicate<AccessReport> goesOn)
      throws InterruptedException {
    var checker = new AccessChecker(client);
    if (!wait) {
      return checker.check(repositories);
    }
    return checker.await(repositories, goesOn, Sleeper.REAL, report -> tellRound(report, console));
  }

  private static void tellRound(AccessReport report, Console console) {
    for (var access : report.repositories()) {
      console.say(access.repository().name() + ": " + access.status().word());
    }
  }
}
