package voxcrate.bundler.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.practice.Fault;
import voxcrate.bundler.practice.GateState;
import voxcrate.bundler.practice.LoggedRequest.Origin;
import voxcrate.bundler.practice.PracticeAccount;
import voxcrate.bundler.practice.PracticeConfig;
import voxcrate.bundler.scene.HubScene;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

final class FetcherTest {
  private static final String WEIGHTS = "pytorch_model.bin";

  @TempDir Path folder;
  @AutoClose private HubScene scene;
  private Path served = Path.of("");
  private Path cache = Path.of("");

  @BeforeEach
  void start() throws Exception {
    served = folder.resolve("hub");
    cache = folder.resolve("models");
    scene = HubScene.start(served);
  }

  private List<FetchedRepository> fetch(HubClient client, Recipe recipe)
      throws InterruptedException {
    return new Fetcher(client, new ModelCache(cache), ProgressListener.SILENT)
        .fetch(recipe.pinned());
  }

  private List<FetchedRepository> fetch() throws InterruptedException {
    return fetch(scene.client("granted"), scene.recipe());
  }

  private void assertAllFetched() throws Exception {
    assertThat(HubScene.files(cache.resolve("torch")))
        .containsExactlyInAnyOrderEntriesOf(HubScene.files(served));
    assertThat(HubScene.files(cache).keySet()).noneMatch(name -> name.contains("partial"));
  }

  private void assertNothingFetched() throws Exception {
    var torch = cache.resolve("torch");
    assertThat(Files.exists(torch) ? HubScene.files(torch).keySet() : List.of()).isEmpty();
  }

  private Problem refused(HubClient client, Recipe recipe) {
    var problem = new Problem[1];
    assertThatThrownBy(() -> fetch(client, recipe))
        .isInstanceOfSatisfying(ToolException.class, e -> problem[0] = e.problem());
    assertThat(problem[0].render()).doesNotContain(PracticeAccount.tokenOf("granted"));
    return problem[0];
  }

  private Problem refused() {
    return refused(scene.client("granted"), scene.recipe());
  }

  @Test
  void fetch_brings_every_file_under_its_name_in_the_repository() throws Exception {
    var fetched = fetch();

    assertAllFetched();
    assertThat(fetched)
        .extracting(FetchedRepository::folder)
        .containsExactly(
            cache.resolve("torch/acme/segmentation"),
            cache.resolve("torch/acme/embedding"),
            cache.resolve("torch/acme/pipeline"));
    for (var repository : fetched) {
      for (var file : repository.files()) {
        assertThat(file.sha256()).isEqualTo(Digest.of(file.path().under(repository.folder())));
      }
    }
  }

  @Test
  void content_host_never_sees_the_token() throws Exception {
    scene.hub().inject(new Fault.ContentRefusesAuthorization());

    fetch();

    assertThat(scene.requests(Origin.CONTENT))
        .isNotEmpty()
        .noneMatch(line -> line.contains("token"));
    assertThat(scene.requests(Origin.HUB)).allMatch(line -> line.endsWith("token"));
  }

  @Test
  void second_fetch_downloads_nothing() throws Exception {
    fetch();
    int before = scene.requests(Origin.CONTENT).size();

    var fetched = fetch();

    assertThat(scene.requests(Origin.CONTENT)).hasSize(before);
    assertThat(fetched).hasSize(3);
  }

  @Test
  void damaged_file_is_fetched_again_and_the_others_are_not() throws Exception {
    fetch();
    var weights = cache.resolve("torch/acme/embedding").resolve(WEIGHTS);
    var content = Files.readAllBytes(weights);
    content[5] ^= 1;
    Files.write(weights, content);
    int before = scene.requests(Origin.CONTENT).size();

    fetch();

    assertAllFetched();
    assertThat(scene.requests(Origin.CONTENT)).hasSize(before + 1);
  }

  static final List<Fault> PASSING =
      List.of(
          new Fault.Cut(WEIGHTS, 300_000, 1),
          new Fault.Cut(WEIGHTS, 100_000, 5),
          new Fault.Cut("config.yaml", 3, 2),
          new Fault.Cut("config.yaml", 3, 4),
          new Fault.WrongByte(WEIGHTS, 77, 1),
          new Fault.LengthTooLong(WEIGHTS, 9, 1),
          new Fault.LinkExpired(2),
          new Fault.Unavailable("resolve", 503, 3),
          new Fault.Unavailable("tree", 502, 2),
          new Fault.HtmlError("resolve", 500, 2),
          new Fault.Throttled("resolve", 2, 2),
          new Fault.HashesMasked());

  @ParameterizedTest
  @FieldSource("PASSING")
  void what_passes_does_not_stop_a_fetch(Fault fault) throws Exception {
    scene.hub().inject(fault);

    fetch();

    assertAllFetched();
    assertThat(scene.requests(Origin.CONTENT)).noneMatch(line -> line.contains("token"));
  }

  @Test
  void fetch_goes_on_where_the_connection_broke() throws Exception {
    scene.hub().inject(new Fault.Cut(WEIGHTS, 300_000, 1));

    fetch();

    assertThat(scene.requests(Origin.CONTENT))
        .anyMatch(line -> line.matches(".* bytes=[1-9][0-9]*-[0-9]+ 206"));
    assertAllFetched();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void range_that_is_answered_wrongly_begins_the_file_anew(boolean ignored) throws Exception {
    scene.hub().inject(new Fault.Cut(WEIGHTS, 300_000, 1));
    scene.hub().inject(ignored ? new Fault.RangeIgnored(1) : new Fault.WrongContentRange(1));

    fetch();

    assertAllFetched();
  }

  @Test
  void next_run_goes_on_where_the_last_one_gave_up() throws Exception {
    cutThenGone();
    assertThat(refused().code()).isEqualTo(HubCode.UNREACHABLE);
    assertThat(HubScene.files(cache).keySet()).anyMatch(name -> name.contains("partial"));
    scene.hub().heal();

    fetch();

    assertThat(scene.requests(Origin.CONTENT))
        .anyMatch(line -> line.matches(".* bytes=[1-9][0-9]*-[0-9]+ 206"));
    assertAllFetched();
  }

  /// The first answers bring something, the later ones nothing.
  private void cutThenGone() {
    scene.hub().inject(new Fault.Cut(WEIGHTS, 100_000, 1));
    scene.hub().inject(new Fault.Cut(WEIGHTS, 0, Fault.ALWAYS));
  }

  @Test
  void kept_part_of_other_bytes_is_found_out_and_fetched_anew() throws Exception {
    cutThenGone();
    refused();
    scene.hub().heal();
    for (var entry : HubScene.files(cache.resolve(".voxcrate/partial")).entrySet()) {
      if (entry.getKey().endsWith(WEIGHTS)) {
        Files.write(
            cache.resolve(".voxcrate/partial").resolve(entry.getKey()),
            new byte[entry.getValue().length]);
      }
    }

    fetch();

    assertAllFetched();
  }

  record Refused(String name, HubCode code, Consumer<HubScene> cause) {
    @Override
    public String toString() {
      return name;
    }

    static Refused by(Fault fault, HubCode code) {
      return new Refused(fault.toString(), code, scene -> scene.hub().inject(fault));
    }
  }

  static final List<Refused> REFUSED =
      List.of(
          Refused.by(new Fault.ListedDigestDiffers(WEIGHTS), HubCode.PIN_DIFFERS),
          Refused.by(new Fault.ListedPath("../../etc/passwd"), HubCode.UNSAFE_LISTING),
          Refused.by(new Fault.ListedPath("/etc/passwd"), HubCode.UNSAFE_LISTING),
          Refused.by(new Fault.ListedPath("a\\b"), HubCode.UNSAFE_LISTING),
          Refused.by(new Fault.ListedPath("C:evil"), HubCode.UNSAFE_LISTING),
          Refused.by(new Fault.ListedPath("nul\0byte"), HubCode.UNSAFE_LISTING),
          Refused.by(new Fault.ListedPath("aux.txt"), HubCode.UNSAFE_LISTING),
          Refused.by(new Fault.ListedPath("x".repeat(300)), HubCode.UNSAFE_LISTING),
          Refused.by(new Fault.ListedPath("cafe\u0301"), HubCode.UNSAFE_LISTING),
          Refused.by(
              new Fault.ForeignNextPage(URI.create("http://localhost:9")), HubCode.UNSAFE_REDIRECT),
          Refused.by(new Fault.Unavailable("tree", 503, Fault.ALWAYS), HubCode.HUB_UNWELL),
          Refused.by(new Fault.Throttled("tree", 1, Fault.ALWAYS), HubCode.RATE_LIMITED));

  @ParameterizedTest
  @FieldSource("REFUSED")
  void what_is_wrong_before_the_download_leaves_nothing(Refused refused) throws Exception {
    scene.close();
    scene = HubScene.start(served, PracticeConfig.open().withPageEntries(2));
    refused.cause().accept(scene);

    assertThat(refused().code()).isEqualTo(refused.code());
    assertNothingFetched();
  }

  @Test
  void wrong_byte_is_refused_with_both_digests() throws Exception {
    scene.hub().inject(new Fault.WrongByte("segmentation/" + WEIGHTS, 77, Fault.ALWAYS));
    scene.hub().inject(new Fault.WrongByte(WEIGHTS, 77, Fault.ALWAYS));

    var problem = refused();

    assertThat(problem.code()).isEqualTo(HubCode.CONTENT_DIFFERS);
    assertThat(problem.code().exit().code()).isEqualTo(5);
    var right = Digest.of(served.resolve(HubScene.SEGMENTATION).resolve(WEIGHTS));
    assertThat(problem.expected()).isEqualTo(right.toString());
    assertThat(problem.found()).startsWith("sha256:").isNotEqualTo(right.toString());
    assertThat(HubScene.files(cache).keySet()).noneMatch(name -> name.contains(WEIGHTS));
  }

  @Test
  void wrong_byte_in_a_small_file_is_refused_too() throws Exception {
    scene.hub().inject(new Fault.WrongByte("config.yaml", 2, Fault.ALWAYS));

    assertThat(refused(scene.client("granted"), scene.unpinned()).code())
        .isEqualTo(HubCode.CONTENT_DIFFERS);
    assertThat(HubScene.files(cache.resolve("torch")).keySet())
        .noneMatch(name -> name.endsWith("config.yaml"));
  }

  @Test
  void pin_outranks_a_hub_that_masks_its_digests() throws Exception {
    scene.hub().inject(new Fault.HashesMasked());

    assertThat(refused(scene.client("granted"), scene.mispinned()).code())
        .isEqualTo(HubCode.CONTENT_DIFFERS);
    assertThat(HubScene.files(cache).keySet()).noneMatch(name -> name.contains(WEIGHTS));
  }

  @Test
  void pin_outranks_a_hub_that_says_otherwise() throws Exception {
    assertThat(refused(scene.client("granted"), scene.mispinned()).code())
        .isEqualTo(HubCode.PIN_DIFFERS);
    assertNothingFetched();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.invalid", "ftp://localhost", "http://192.0.2.1:80"})
  void download_is_not_led_to_an_unsafe_place(String place) throws Exception {
    scene.hub().inject(new Fault.ForeignRedirect(URI.create(place)));

    assertThat(refused().code()).isEqualTo(HubCode.UNSAFE_REDIRECT);
  }

  @Test
  void redirect_loop_ends() throws Exception {
    scene.hub().inject(new Fault.RedirectLoop(WEIGHTS));

    assertThat(refused().code()).isEqualTo(HubCode.UNSAFE_REDIRECT);
  }

  @Test
  void closed_gate_is_found_before_the_first_byte() throws Exception {
    scene.hub().change("granted", HubScene.PIPELINE, GateState.TERMS);

    var problem = refused();

    assertThat(problem.code()).isEqualTo(HubCode.TERMS_NOT_ACCEPTED);
    assertNothingFetched();
    assertThat(scene.requests(Origin.HUB)).noneMatch(line -> line.contains("GET /acme"));
    assertThat(scene.requests(Origin.CONTENT)).isEmpty();
  }

  @Test
  void cache_that_cannot_be_written_is_told_as_such() throws Exception {
    Files.writeString(cache, "a file where the folder should be");

    assertThat(refused().code()).isEqualTo(HubCode.CACHE_UNUSABLE);
  }

  @Test
  void files_in_xet_storage_come_over_the_ordinary_path() throws Exception {
    scene.close();
    var config = PracticeConfig.open().withXet(HubScene.SEGMENTATION).withXet(HubScene.EMBEDDING);
    scene = HubScene.start(served, config);
    scene.hub().inject(new Fault.Cut(WEIGHTS, 300_000, 1));

    fetch();

    assertAllFetched();
    assertThat(scene.requests(Origin.HUB)).noneMatch(line -> line.contains("xet"));
    assertThat(scene.requests(Origin.CONTENT))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("content GET /bridge/"));
  }

  /// A Xet hash has the form of a SHA-256 and is none.
  @Test
  void wrong_byte_in_a_file_in_xet_storage_is_refused() throws Exception {
    scene.close();
    scene = HubScene.start(served, PracticeConfig.open().withXet(HubScene.SEGMENTATION));
    scene.hub().inject(new Fault.WrongByte(WEIGHTS, 77, Fault.ALWAYS));

    var problem = refused(scene.client("granted"), scene.unpinned());

    assertThat(problem.code()).isEqualTo(HubCode.CONTENT_DIFFERS);
    var right = Digest.of(served.resolve(HubScene.SEGMENTATION).resolve(WEIGHTS));
    assertThat(problem.expected()).isEqualTo(right.toString());
  }

  @Test
  void listing_of_many_pages_is_read_to_its_end() throws Exception {
    scene.close();
    scene = HubScene.start(served, PracticeConfig.open().withPageEntries(1));
    scene.hub().inject(new Fault.MoreEntries(20));

    fetch();

    assertAllFetched();
  }

  private List<FetchedRepository> fetchWithLender(Path lender) throws InterruptedException {
    var own = new ModelCache(cache, List.of(new ClientCache(lender)));
    return new Fetcher(scene.client("granted"), own, ProgressListener.SILENT)
        .fetch(scene.recipe().pinned());
  }

  private long contentRequests() {
    return scene.hub().requests().stream()
        .filter(request -> request.origin() == Origin.CONTENT)
        .count();
  }

  @Test
  void what_the_hub_client_has_is_taken_over_and_left_as_it_is() throws Exception {
    var lender = folder.resolve("client");
    for (var fetched : fetch()) {
      new ClientCache(lender).lay(copyOf(fetched));
    }
    deleteAll(cache);
    var before = HubScene.files(lender);
    long asked = contentRequests();

    fetchWithLender(lender);

    assertAllFetched();
    assertThat(contentRequests()).isEqualTo(asked);
    assertThat(HubScene.files(lender)).containsExactlyInAnyOrderEntriesOf(before);
  }

  @Test
  void altered_file_of_the_hub_client_is_downloaded_instead() throws Exception {
    var lender = folder.resolve("client");
    for (var fetched : fetch()) {
      new ClientCache(lender).lay(copyOf(fetched));
    }
    deleteAll(cache);
    flipLastBytes(lender, WEIGHTS);

    fetchWithLender(lender);

    assertAllFetched();
  }

  @Test
  void fetched_models_lie_in_the_layout_of_the_hub_client_too() throws Exception {
    var fetched = fetch();

    for (var repository : fetched) {
      var client = new ClientCache(cache.resolve("hub"));
      for (var file : repository.files()) {
        assertThat(client.find(repository.repository(), file.path())).isPresent();
      }
    }
  }

  /// The same repository in a folder of its own, so that no hard link joins it with our cache.
  private FetchedRepository copyOf(FetchedRepository fetched) throws IOException {
    var copy = folder.resolve("copy").resolve(fetched.repository().name());
    for (var file : fetched.files()) {
      var target = file.path().under(copy);
      Files.createDirectories(target.getParent());
      Files.copy(file.path().under(fetched.folder()), target);
    }
    return new FetchedRepository(fetched.repository(), copy, fetched.files());
  }

  private static void deleteAll(Path tree) throws IOException {
    try (var paths = Files.walk(tree)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void flipLastBytes(Path tree, String name) throws IOException {
    try (var paths = Files.walk(tree)) {
      for (var path : paths.filter(found -> found.endsWith(name)).toList()) {
        var bytes = Files.readAllBytes(path);
        bytes[bytes.length - 1] ^= 1;
        Files.write(path, bytes);
      }
    }
  }
}
