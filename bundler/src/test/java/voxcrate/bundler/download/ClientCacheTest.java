package voxcrate.bundler.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundler.scene.OracleClient;

final class ClientCacheTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final RelativePath WEIGHTS = new RelativePath("parts/model.bin");

  @TempDir Path folder;

  private static RecipeRepository repository() {
    var file = new RecipeFile(WEIGHTS, OptionalLong.empty(), Optional.empty(), Optional.empty());
    return new RecipeRepository(
        "some-org/some.model", COMMIT, false, "MIT", Role.SEGMENTATION, List.of(file));
  }

  private Path snapshot() throws Exception {
    return Files.createDirectories(
        folder.resolve("hub/models--some-org--some.model/snapshots/" + COMMIT + "/parts"));
  }

  private Optional<Path> found() {
    return new ClientCache(folder.resolve("hub")).find(repository(), WEIGHTS);
  }

  @Test
  void file_behind_the_clients_own_link_is_found() throws Exception {
    var blobs = Files.createDirectories(folder.resolve("hub/models--some-org--some.model/blobs"));
    var blob = Files.writeString(blobs.resolve("abc"), "weights");
    Files.createSymbolicLink(snapshot().resolve("model.bin"), Path.of("../../../blobs/abc"));

    assertThat(found()).contains(blob.toRealPath());
  }

  @Test
  void link_that_leaves_the_cache_is_not_followed() throws Exception {
    var outside = Files.writeString(folder.resolve("secret"), "weights");
    Files.createSymbolicLink(snapshot().resolve("model.bin"), outside);

    assertThat(found()).isEmpty();
  }

  @Test
  void link_to_nowhere_and_another_commit_are_no_find() throws Exception {
    Files.createSymbolicLink(snapshot().resolve("model.bin"), Path.of("nowhere"));
    var other = folder.resolve("hub/models--some-org--some.model/snapshots/" + "f".repeat(40));
    Files.createDirectories(other.resolve("parts"));
    Files.writeString(other.resolve("parts/model.bin"), "weights");

    assertThat(found()).isEmpty();
  }

  private FetchedRepository fetched(String content) throws Exception {
    var own = folder.resolve("torch/some-org/some.model");
    Files.createDirectories(own.resolve("parts"));
    Files.deleteIfExists(own.resolve("parts/model.bin"));
    Files.writeString(own.resolve("parts/model.bin"), content);
    var digest = Digest.of(content.getBytes(StandardCharsets.UTF_8));
    return new FetchedRepository(
        repository(),
        own,
        List.of(new CachedFile(WEIGHTS, content.length(), digest, Optional.empty())));
  }

  @Test
  void what_is_laid_out_is_found_and_takes_no_space_of_its_own() throws Exception {
    var cache = new ClientCache(folder.resolve("hub"));
    var fetched = fetched("first");
    cache.lay(fetched);
    cache.lay(fetched);

    assertThat(found()).isPresent();
    assertThat(Files.isSameFile(found().get(), fetched.folder().resolve("parts/model.bin")))
        .isTrue();
    assertThat(folder.resolve("hub/models--some-org--some.model/refs/main")).hasContent(COMMIT);
  }

  @Test
  void what_was_replaced_in_our_cache_is_replaced_in_the_layout() throws Exception {
    var cache = new ClientCache(folder.resolve("hub"));
    cache.lay(fetched("first"));
    cache.lay(fetched("second"));

    assertThat(found().orElseThrow()).hasContent("second");
  }

  @Test
  void python_client_finds_everything_without_a_network() throws Exception {
    var python = OracleClient.python(folder);
    new ClientCache(folder.resolve("hub")).lay(fetched("weights"));

    var answer =
        python.run(
            Map.of("HF_HUB_CACHE", folder.resolve("hub").toString(), "HF_HUB_OFFLINE", "1"),
            "offline",
            "some-org/some.model");

    assertThat(answer.status()).isZero();
    assertThat(Path.of(answer.text()).resolve("parts/model.bin")).hasContent("weights");
  }
}
