package voxcrate.bundler.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundler.practice.Fault;
import voxcrate.bundler.practice.LoggedRequest;
import voxcrate.bundler.practice.LoggedRequest.Origin;
import voxcrate.bundler.scene.HubScene;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Five hundred small files over a bad line and from a hub that is not well: one connection in a
/// hundred breaks, two answers in a hundred are failures.
final class FetchUnderFireTest {
  private static final int FILES = 500;
  private static final int CUTS_PER_MILLE = 10;
  private static final int ERRORS_PER_MILLE = 20;

  @TempDir Path folder;
  private Path served = Path.of("");
  private Path cache = Path.of("");

  /// Half of the files open, half behind a gate; every other one in large file storage.
  @BeforeEach
  void write() throws Exception {
    served = folder.resolve("hub");
    cache = folder.resolve("models");
    var random = new Random(4);
    for (int i = 0; i < FILES; i++) {
      var repository = i % 4 < 2 ? HubScene.SEGMENTATION : HubScene.EMBEDDING;
      var kind = i % 2 == 0 ? "bin" : "json";
      var file = served.resolve(repository).resolve("parts/%03d.%s".formatted(i, kind));
      var content = new byte[random.nextInt(20_000)];
      random.nextBytes(content);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    }
  }

  private void assertAllFetched() throws Exception {
    assertThat(HubScene.files(cache.resolve("torch")))
        .containsExactlyInAnyOrderEntriesOf(HubScene.files(served));
    assertThat(HubScene.files(cache).keySet()).noneMatch(name -> name.contains("partial"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void five_hundred_files_arrive_right_in_one_fetch(long seed) throws Exception {
    try (var scene = HubScene.start(served)) {
      scene.hub().inject(new Fault.RandomCuts(CUTS_PER_MILLE, seed));
      scene.hub().inject(new Fault.RandomErrors(ERRORS_PER_MILLE, seed + 100));

      fetch(scene);

      assertAllFetched();
      assertThat(scene.requests(Origin.CONTENT)).noneMatch(line -> line.contains("token"));
      assertThat(scene.hub().requests())
          .extracting(LoggedRequest::status)
          .filteredOn(status -> status >= 500)
          .as("failures that were got over")
          .hasSizeGreaterThan(10);
      assertThat(askedTwiceThoughAnswered(scene)).as("cuts that were got over").isGreaterThan(3);
    }
  }

  /// Files whose answer broke off, so that they were asked for again.
  private static long askedTwiceThoughAnswered(HubScene scene) {
    return scene.hub().requests().stream()
        .filter(request -> request.status() < 400 && request.method().equals("GET"))
        .collect(Collectors.groupingBy(LoggedRequest::path, Collectors.counting()))
        .values()
        .stream()
        .filter(times -> times > 1)
        .count();
  }

  /// One file fails longer than one command tries: the next commands bring what is left.
  @Test
  void what_is_complete_stays_when_a_fetch_has_to_give_up() throws Exception {
    try (var scene = HubScene.start(served)) {
      scene.hub().inject(new Fault.RandomCuts(CUTS_PER_MILLE, 7));
      scene.hub().inject(new Fault.Unavailable("parts/201.json", 503, 12));
      int commands = 1;
      for (; commands < 60 && !isFetched(scene); commands++) {}

      assertThat(commands).isBetween(2, 59);
      assertAllFetched();
    }
  }

  private boolean isFetched(HubScene scene) throws InterruptedException {
    try {
      fetch(scene);
      return true;
    } catch (ToolException stopped) {
      assertThat(stopped.problem().code().exit())
          .as(stopped.problem().render())
          .isEqualTo(ExitStatus.NETWORK);
      return false;
    }
  }

  private void fetch(HubScene scene) throws InterruptedException {
    new Fetcher(scene.client("granted"), new ModelCache(cache), ProgressListener.SILENT)
        .fetch(scene.recipe().pinned());
  }
}
