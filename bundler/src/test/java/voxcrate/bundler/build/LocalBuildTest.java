package voxcrate.bundler.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCodec;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.lock.LockFile;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// A build of models that a site keeps itself, without any hub.
final class LocalBuildTest {
  private static final Path SITE =
      Path.of(System.getProperty("voxcrate.source"), "scripts/demo-models/hub/voxcrate-demo");
  private static final Path SHELF = SITE.resolve("wespeaker-resnet34");

  @TempDir Path folder;

  private static Recipe recipe() {
    var files =
        List.of("LICENSE", "config.yaml", "pytorch_model.bin").stream()
            .map(LocalBuildTest::pinned)
            .collect(Collectors.joining(","));
    var text =
        """
        {"_type": "voxcrate-recipe/1", "name": "ours", "title": "Ours",
         "repositories": [{"name": "our-org/embedding", "role": "embedding",
           "source": "file:wespeaker-resnet34", "licence": "Apache-2.0", "files": [%s]}]}
        """
            .formatted(files);
    return (Recipe) RecipeCodec.read(text.getBytes(StandardCharsets.UTF_8), SITE);
  }

  private static String pinned(String name) {
    var file = SHELF.resolve(name);
    return """
    {"path": "%s", "size": %d, "sha256": "%s"}\
    """
        .formatted(name, file.toFile().length(), Digest.of(file).hex());
  }

  @Test
  void model_of_the_site_is_converted_without_a_hub() throws Exception {
    var cache = new ModelCache(folder.resolve("models"));
    var lock = new LockFile(folder.resolve("voxcrate.lock"));

    var models =
        HubModels.offline(
                lock, cache, new HubModels.Wanted(true, Precision.F32), ProgressListener.SILENT)
            .gather(List.of(recipe()));

    assertThat(models.missing()).isEmpty();
    var model = models.packed().getFirst();
    assertThat(model.repository().name()).isEqualTo("our-org/embedding");
    assertThat(model.converted().descriptor().provenance().parity()).isNotNull();
    assertThat(Files.exists(model.converted().folder().resolve("model.onnx"))).isTrue();
    assertThat(cache.folder("our-org/embedding").resolve("pytorch_model.bin"))
        .hasSameBinaryContentAs(SHELF.resolve("pytorch_model.bin"));
  }
}
