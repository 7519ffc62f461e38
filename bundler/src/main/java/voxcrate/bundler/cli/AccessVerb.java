package voxcrate.bundler.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.AccessChecker;
import voxcrate.bundler.hub.AccessReport;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.Sleeper;
import voxcrate.bundler.plan.Resolver;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;

/// `access`: who the token is and which gates are open to it.
@Command(
    name = "access",
    description = {
      "Shows who the token is and where it stands at each gated model, with the page to open.",
      "Without a recipe: all gated models known; one complete pipeline granted is enough."
    },
    footer = {"", "Example:", "  voxcrate-bundler access diarization-3.1 --wait"})
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
    var resolver = Resolver.asking(client);
    var lock = locks.file().read();
    var resolution = resolver.resolve(recipes.chosen(), lock);
    var report = check(client, console, resolution.repositories());
    if (report.isGranted() && !resolution.unread().isEmpty()) {
      // Open by now: what the pipeline names may have gates of its own.
      resolution = resolver.resolve(recipes.chosen(), lock);
      report = check(client, console, resolution.repositories());
    }
    var view = new AccessView(console);
    view.show(report);
    view.showUnread(resolution);
    view.showProblems(report);
    console.result(view.document(report, resolution.unread()));
    return report.exit();
  }

  private ExitStatus known(HubClient client, Console console) throws InterruptedException {
    var gates = KnownGates.at(client.address());
    var report = gates.relevant(check(client, console, gates.repositories()));
    boolean sufficient = gates.isSufficient(report);
    var view = new AccessView(console);
    view.show(report);
    if (!sufficient) {
      view.showProblems(report);
    }
    console.result(view.document(report, List.of()));
    return sufficient ? ExitStatus.DONE : report.exit();
  }

  private AccessReport check(HubClient client, Console console, List<RecipeRepository> repositories)
      throws InterruptedException {
    var checker = new AccessChecker(client);
    if (!wait) {
      return checker.check(repositories);
    }
    return checker.await(repositories, Sleeper.REAL, report -> tellRound(report, console));
  }

  private static void tellRound(AccessReport report, Console console) {
    for (var access : report.repositories()) {
      console.say(access.repository().name() + ": " + access.status().word());
    }
  }
}
