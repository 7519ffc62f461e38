package voxcrate.bundler.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.Selection;
import voxcrate.bundler.choice.Chooser;
import voxcrate.bundler.choice.Chosen;
import voxcrate.bundler.download.CachedFile;
import voxcrate.bundler.download.FetchedRepository;
import voxcrate.bundler.download.Fetcher;
import voxcrate.bundler.download.RecipeFetch;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.lock.Lock;
import voxcrate.bundler.plan.Resolution;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `fetch`: into the model cache, verified.
@Command(
    name = "fetch",
    description = {
      "Downloads models into the model cache and verifies them.",
      "What is there already is verified and not fetched again; what broke off goes on."
    },
    footer = {"", "Example:", "  voxcrate-bundler fetch speech --languages de,en"})
public final class FetchVerb extends Verb {
  @Mixin final RecipeOptions recipes = new RecipeOptions();
  @Mixin final HubOptions hub = new HubOptions();
  @Mixin final CacheOptions caches = new CacheOptions();
  @Mixin final LockOptions locks = new LockOptions();
  @Mixin final LicenceOptions licences = new LicenceOptions();
  @Mixin final DownloadOptions downloads = new DownloadOptions();

  @Option(
      names = "--update",
      description = "Look branches up anew and move the lock; what a recipe pins stays.")
  boolean update;

  @Override
  protected ExitStatus run(Console console) throws InterruptedException {
    var selection = recipes.selection();
    try (var client = hub.connect(console)) {
      var chosen = choose(selection, client);
      new ChoiceView(console).tell(chosen.decisions());
      var fetcher = new Fetcher(client, caches.cache(), downloads.settings(), console.progress());
      var fetch =
          new RecipeFetch(
              client, fetcher, locks.file(), licences.consent(console), chosen.toLock());
      var fetched = fetch.fetch(resolution(fetch, chosen, console));
      fetched.forEach(repository -> console.print(line(repository)));
      console.result(document(fetched, new ChoiceView(console).document(chosen.decisions())));
      return ExitStatus.DONE;
    }
  }

  private Chosen choose(Selection selection, HubClient client) throws InterruptedException {
    var lock = update ? Lock.EMPTY : locks.file().read();
    return Chooser.asking(client).choose(selection, lock).required();
  }

  private Resolution resolution(RecipeFetch fetch, Chosen chosen, Console console)
      throws InterruptedException {
    if (!update) {
      return fetch.resolve(chosen.recipes());
    }
    var before = locks.file().read();
    var resolution = fetch.resolveAnew(chosen.recipes());
    for (var repository : resolution.repositories()) {
      console.say(step(repository, before, resolution));
    }
    return resolution;
  }

  /// From where to where the lock moves, or why it does not.
  private static String step(RecipeRepository repository, Lock before, Resolution resolution) {
    var locked = before.find(repository.name()).map(known -> known.commit().hex());
    if (!locked.orElse(repository.commit()).equals(repository.commit())) {
      return "moves     %s  %.12s to %.12s"
          .formatted(repository.name(), locked.orElseThrow(), repository.commit());
    }
    var pinnedBy = resolution.pinnedBy().get(repository.name());
    return "stays     %s  %.12s%s"
        .formatted(
            repository.name(),
            repository.commit(),
            pinnedBy == null ? "" : "  (pinned by the recipe " + pinnedBy + ")");
  }

  private static String line(FetchedRepository fetched) {
    return "verified  %s  (%d files, %d bytes)"
        .formatted(fetched.folder(), fetched.files().size(), bytes(fetched));
  }

  private static long bytes(FetchedRepository fetched) {
    return fetched.files().stream().mapToLong(CachedFile::sizeBytes).sum();
  }

  private static Json document(List<FetchedRepository> fetched, Json choices) {
    return Json.object()
        .put("choices", choices)
        .put("repositories", fetched.stream().map(FetchVerb::document).collect(Json.toArray()))
        .build();
  }

  private static Json document(FetchedRepository fetched) {
    return Json.object()
        .put("name", fetched.repository().name())
        .put("commit", fetched.repository().commit())
        .put("folder", fetched.folder().toString())
        .put(
            "files",
            fetched.files().stream()
                .map(
                    file ->
                        Json.object()
                            .put("path", file.path().value())
                            .put("bytes", file.sizeBytes())
                            .put("sha256", file.sha256().hex())
                            .build())
                .collect(Json.toArray()))
        .build();
  }
}
