package voxcrate.bundler.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import voxcrate.bundler.build.BundleSize;
import voxcrate.bundler.choice.Chooser;
import voxcrate.bundler.choice.Chosen;
import voxcrate.bundler.cuda.CudaComponentReader;
import voxcrate.bundler.download.FetchNeed;
import voxcrate.bundler.download.MeasuredRate;
import voxcrate.bundler.hub.AccessReport;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.plan.Planner;
import voxcrate.bundler.plan.Resolver;
import voxcrate.bundler.plan.UpdateCheck;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;

/// `plan`: what will be downloaded, before anything is.
@Command(
    name = "plan",
    description = {
      "Shows exact files, bytes, licences, gates and hosts before anything is downloaded,",
      "what is here already, and what room and time the rest takes."
    },
    footer = {"", "Example:", "  voxcrate-bundler plan speech --languages de,en"})
public final class PlanVerb extends Verb {
  @Mixin final RecipeOptions recipes = new RecipeOptions();
  @Mixin final HubOptions hub = new HubOptions();
  @Mixin final CacheOptions caches = new CacheOptions();
  @Mixin final LockOptions locks = new LockOptions();

  @Option(
      names = "--update",
      description = "Show what is newer at the hub than in the lock file; changes nothing.")
  boolean update;

  @Override
  protected ExitStatus run(Console console) throws InterruptedException {
    var selection = recipes.selection();
    try (var client = hub.connect(console)) {
      var lock = locks.file().read();
      var chosen = Chooser.asking(client).choose(selection, update ? Lock.EMPTY : lock);
      if (update) {
        new ChoiceView(console).tell(chosen.decisions());
        new UpdateView(console).show(new UpdateCheck(client).compare(chosen.recipes(), lock));
      } else {
        show(client, chosen, lock, console);
      }
      chosen.problems().forEach(console::problem);
      return AccessReport.exit(chosen.problems());
    }
  }

  private void show(HubClient client, Chosen chosen, Lock lock, Console console)
      throws InterruptedException {
    var resolution = Resolver.asking(client).resolve(chosen.recipes(), lock);
    new AccessView(console).showUnread(resolution.unread());
    var plan = new Planner(client).plan(resolution.repositories());
    var cache = caches.cache();
    new PlanView(
            plan,
            chosen.decisions(),
            FetchNeed.of(plan, cache),
            MeasuredRate.last(cache, client.address().toString()),
            new BundleSize(plan.sizeBytes()),
            CudaComponentReader.builtIn())
        .show(console);
  }
}
