package voxcrate.bundler.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundler.download.Fetcher;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.download.RecipeFetch;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubSettings;
import voxcrate.bundler.hub.RetryPolicy;
import voxcrate.bundler.hub.TokenSearch;
import voxcrate.bundler.lock.LockFile;
import voxcrate.bundler.practice.PracticeHub;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// Models that find the times of words, on their way into a bundle.
class AlignmentModelsTest {
  private static final String MODEL = "voxcrate-test/wav2vec2";
  private static final Path SOURCES =
      Path.of(
          System.getProperty("voxcrate.source"),
          "bundler/src/test/resources/voxcrate/bundler/convert/wav2vec2-base-form");

  @TempDir Path folder;

  @Test
  void model_of_ones_own_is_fetched_converted_and_packed() throws Exception {
    var published = Files.createDirectories(folder.resolve("hub").resolve(MODEL));
    for (var name : List.of("config.json", "vocab.json", "model.safetensors")) {
      Files.copy(SOURCES.resolve(name), published.resolve(name));
    }
    Files.writeString(published.resolve("README.md"), "---\nlicense: mit\nlanguage: de\n---\n");

    try (var hub = PracticeHub.start(folder.resolve("hub"));
        var client = client(hub)) {
      var packed = models(client).gather(List.of(recipe("align:" + MODEL))).packed();

      assertThat(packed).hasSize(1);
      assertThat(packed.getFirst().converted().descriptor().speech())
          .isInstanceOfSatisfying(
              Alignment.class, model -> assertThat(model.languages()).containsExactly("de"));
      assertThat(packed.getFirst().converted().descriptor().provenance().parity()).isNotNull();
      assertThat(packed.getFirst().converted().folder().resolve("model.onnx")).exists();
    }
  }

  private static Recipe recipe(String name) {
    return RecipeCatalog.builtIn().find(name).orElseThrow();
  }

  private HubModels models(HubClient client) {
    var cache = new ModelCache(folder.resolve("models"));
    var lock = new LockFile(folder.resolve("voxcrate.lock"));
    var fetcher = new Fetcher(client, cache, ProgressListener.SILENT);
    var fetch = new RecipeFetch(client, fetcher, lock);
    return HubModels.from(
        fetch, cache, new HubModels.Wanted(true, Precision.F32), ProgressListener.SILENT);
  }

  private HubClient client(PracticeHub hub) throws Exception {
    var home = Files.createDirectories(folder.resolve("home"));
    var environment = Map.of("HF_ENDPOINT", hub.endpoint().toString());
    return new HubClient(
        HubSettings.of(environment, Optional.empty(), "test"),
        TokenSearch.of(null, environment, home, home).find(),
        RetryPolicy.STANDARD,
        ProgressListener.SILENT);
  }
}
