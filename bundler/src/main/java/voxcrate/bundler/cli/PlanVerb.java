package voxcrate.bundler.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import voxcrate.bundle.recipe.Licence;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.choice.Chooser;
import voxcrate.bundler.choice.Chosen;
import voxcrate.bundler.hub.AccessReport;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.plan.BundlePlan;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.bundler.plan.PlannedRepository;
import voxcrate.bundler.plan.Planner;
import voxcrate.bundler.plan.Resolver;
import voxcrate.bundler.plan.UpdateCheck;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `plan`: what will be downloaded, before anything is.
@Command(
    name = "plan",
    description =
        "Shows exact files, bytes, licences, gates and hosts before anything is downloaded.",
    footer = {"", "Example:", "  voxcrate-bundler plan speech --languages de,en"})
public final class PlanVerb extends Verb {
  @Mixin final RecipeOptions recipes = new RecipeOptions();
  @Mixin final HubOptions hub = new HubOptions();
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

  private static void show(HubClient client, Chosen chosen, Lock lock, Console console)
      throws InterruptedException {
    var resolution = Resolver.asking(client).resolve(chosen.recipes(), lock);
    new AccessView(console).showUnread(resolution.unread());
    var plan = new Planner(client).plan(resolution.repositories());
    plan.repositories().forEach(repository -> show(repository, console));
    chosen.decisions().forEach(decision -> console.print("choice    " + decision.line()));
    console.print(totals(plan));
    console.result(document(plan, new ChoiceView(console).document(chosen.decisions())));
  }

  private static void show(PlannedRepository planned, Console console) {
    var repository = planned.repository();
    console.print(
        "%s @%.12s, %s, %s"
            .formatted(
                repository.name(),
                repository.commit(),
                licence(repository),
                repository.gated() ? "gated: terms to accept" : "open"));
    for (var file : planned.files()) {
      console.print("%12d  %s".formatted(file.sizeBytes(), file.path()));
    }
  }

  private static String licence(RecipeRepository repository) {
    return Licence.isNonCommercial(repository.licence())
        ? repository.licence() + " (no commercial use: --accept-licence)"
        : repository.licence();
  }

  private static String totals(BundlePlan plan) {
    return """
    download  %d files, %d bytes
    disk      %2$d bytes in the model cache
    licences  %s
    hosts     %s\
    """
        .formatted(
            plan.fileCount(),
            plan.sizeBytes(),
            String.join(", ", plan.licences()),
            String.join(", ", plan.hosts()));
  }

  private static Json document(BundlePlan plan, Json choices) {
    return Json.object()
        .put("choices", choices)
        .put("files", plan.fileCount())
        .put("bytes", plan.sizeBytes())
        .put("licences", Json.strings(plan.licences()))
        .put("hosts", Json.strings(plan.hosts()))
        .put(
            "repositories",
            plan.repositories().stream().map(PlanVerb::document).collect(Json.toArray()))
        .build();
  }

  private static Json document(PlannedRepository planned) {
    var repository = planned.repository();
    return Json.object()
        .put("name", repository.name())
        .put("commit", repository.commit())
        .put("gated", repository.gated())
        .put("licence", repository.licence())
        .put("bytes", planned.sizeBytes())
        .put("files", planned.files().stream().map(PlanVerb::document).collect(Json.toArray()))
        .build();
  }

  private static Json document(PlannedFile file) {
    var document = Json.object().put("path", file.path().value()).put("bytes", file.sizeBytes());
    file.sha256().ifPresent(digest -> document.put("sha256", digest.hex()));
    return document.build();
  }
}
