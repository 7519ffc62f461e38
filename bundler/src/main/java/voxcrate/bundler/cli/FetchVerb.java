package voxcrate.bundler.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundler.download.CachedFile;
import voxcrate.bundler.download.FetchedRepository;
import voxcrate.bundler.download.Fetcher;
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
    footer = {"", "Example:", "  voxcrate-bundler fetch diarization-3.1"})
public final class FetchVerb extends Verb {
  @Mixin final RecipeOptions recipes = new RecipeOptions();
  @Mixin final HubOptions hub = new HubOptions();
  @Mixin final CacheOptions caches = new CacheOptions();
  @Mixin final DownloadOptions downloads = new DownloadOptions();

  @Override
  protected ExitStatus run(Console console) throws InterruptedException {
    try (var client = hub.connect(console)) {
      var fetcher = new Fetcher(client, caches.cache(), downloads.settings(), console.progress());
      var fetched = fetcher.fetch(Recipe.repositoriesOf(recipes.chosen()));
      fetched.forEach(repository -> console.print(line(repository)));
      console.result(document(fetched));
      return ExitStatus.DONE;
    }
  }

  private static String line(FetchedRepository fetched) {
    return "verified  %s  (%d files, %d bytes)"
        .formatted(fetched.folder(), fetched.files().size(), bytes(fetched));
  }

  private static long bytes(FetchedRepository fetched) {
    return fetched.files().stream().mapToLong(CachedFile::sizeBytes).sum();
  }

  private static Json document(List<FetchedRepository> fetched) {
    return Json.object()
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
