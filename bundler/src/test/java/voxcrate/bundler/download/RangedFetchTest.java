package voxcrate.bundler.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static voxcrate.progress.ProgressListener.SILENT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.hub.HubClient;
import voxcrate.bundler.hub.HubCode;
import voxcrate.bundler.practice.Fault;
import voxcrate.bundler.practice.LoggedRequest;
import voxcrate.bundler.practice.LoggedRequest.Origin;
import voxcrate.bundler.scene.HubScene;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Files of 700,000 bytes in ranges of 64,000, three at once.
final class RangedFetchTest {
  private static final String WEIGHTS = "pytorch_model.bin";
  private static final String NOTE = WEIGHTS + ".resume.json";
  private static final int RANGE_BYTES = 64_000;
  private static final int RANGES = 11;
  private static final DownloadSettings SETTINGS =
      new DownloadSettings(4, 3, 100_000, RANGE_BYTES, Pace.UNLIMITED);

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

  private void fetch(HubClient client, Path into) throws InterruptedException {
    new Fetcher(client, new ModelCache(into), SETTINGS, SILENT).fetch(scene.recipe().pinned());
  }

  private void fetch() throws InterruptedException {
    fetch(scene.client("granted"), cache);
  }

  /// The segmentation alone, so that every request for content is for one file.
  private void fetchOne(Path into) throws InterruptedException {
    new Fetcher(scene.client("granted"), new ModelCache(into), SETTINGS, SILENT)
        .fetch(List.of(scene.segmentation()));
  }

  private void assertAllFetched(Path into) throws Exception {
    assertThat(HubScene.files(into.resolve("torch")))
        .containsExactlyInAnyOrderEntriesOf(HubScene.files(served));
    assertThat(HubScene.files(into).keySet()).noneMatch(name -> name.contains("partial"));
  }

  private void assertOneFetched(Path into) throws Exception {
    assertThat(into.resolve("torch/acme/segmentation").resolve(WEIGHTS))
        .hasSameBinaryContentAs(served.resolve(HubScene.SEGMENTATION).resolve(WEIGHTS));
  }

  private Problem refused() {
    var problem = new Problem[1];
    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(ToolException.class, e -> problem[0] = e.problem());
    return problem[0];
  }

  /// From the first byte asked for to behind the last.
  record Asked(long from, long end) {
    private static final Pattern FORM = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    static Asked of(LoggedRequest request) {
      var range = FORM.matcher(request.range());
      return range.matches()
          ? new Asked(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)) + 1)
          : new Asked(0, HubScene.WEIGHTS_BYTES);
    }

    boolean overlaps(Asked other) {
      return from < other.end && other.from < end;
    }
  }

  private List<Asked> asked(int afterRequest) {
    var all = scene.hub().requests();
    return all.subList(afterRequest, all.size()).stream()
        .filter(request -> request.origin() == Origin.CONTENT)
        .map(Asked::of)
        .toList();
  }

  private long linksAskedFor() {
    return scene.requests(Origin.HUB).stream()
        .filter(line -> line.startsWith("hub GET") && line.contains("/resolve/"))
        .filter(line -> line.contains(WEIGHTS))
        .count();
  }

  private static List<Asked> noted(Path cache) throws Exception {
    var note = cache.resolve(".voxcrate/partial/acme/segmentation").resolve(NOTE);
    var spans = new ArrayList<Asked>();
    for (var span : JsonReader.readObject(Files.readAllBytes(note)).array("here")) {
      var object = (Json.Obj) span;
      spans.add(new Asked(object.integer("from"), object.integer("end")));
    }
    return spans;
  }

  @Test
  void large_file_comes_in_ranges_by_one_link() throws Exception {
    fetchOne(cache);

    assertOneFetched(cache);
    assertThat(linksAskedFor()).isEqualTo(1);
    assertThat(asked(0))
        .hasSize(RANGES)
        .doesNotHaveDuplicates()
        .allMatch(range -> range.from() % RANGE_BYTES == 0);
  }

  @Test
  void file_below_the_threshold_is_asked_for_as_a_whole() throws Exception {
    var settings = new DownloadSettings(4, 3, HubScene.WEIGHTS_BYTES + 1, 1_000, Pace.UNLIMITED);

    new Fetcher(scene.client("granted"), new ModelCache(cache), settings, SILENT)
        .fetch(scene.recipe().pinned());

    assertAllFetched(cache);
    assertThat(scene.requests(Origin.CONTENT)).hasSize(2).noneMatch(line -> line.contains("bytes"));
  }

  static final List<Fault> PASSING =
      List.of(
          new Fault.Cut(WEIGHTS, 0, 2),
          new Fault.Cut(WEIGHTS, 20_000, 1),
          new Fault.Cut(WEIGHTS, 5_000, 9),
          new Fault.Stall(WEIGHTS, 10_000, 1),
          new Fault.WrongByte(WEIGHTS, 300_000, 1),
          new Fault.WrongByte(WEIGHTS, 0, 1),
          new Fault.LengthTooLong(WEIGHTS, 9, 1),
          new Fault.RangeIgnored(1),
          new Fault.RangeIgnored(Fault.ALWAYS),
          new Fault.WrongContentRange(1),
          new Fault.ContentTagChanged(WEIGHTS, 1),
          new Fault.LinkExpired(1),
          new Fault.LinkExpired(4),
          new Fault.Unavailable("/bridge/", 503, 4),
          new Fault.Unavailable("resolve", 502, 3),
          new Fault.HtmlError("/bridge/", 500, 2),
          new Fault.Throttled("/bridge/", 2, 3),
          new Fault.SilentAnswer("/bridge/", 1),
          new Fault.HashesMasked());

  @ParameterizedTest
  @FieldSource("PASSING")
  void what_passes_does_not_stop_a_fetch(Fault fault) throws Exception {
    scene.hub().inject(fault);

    fetch(scene.impatientClient("granted"), cache);

    assertAllFetched(cache);
    assertThat(scene.requests(Origin.CONTENT)).noneMatch(line -> line.contains("token"));
  }

  @Test
  void range_that_breaks_goes_on_and_no_other_is_asked_for_again() throws Exception {
    scene.hub().inject(new Fault.Cut(WEIGHTS, 20_000, 1));

    fetchOne(cache);

    assertOneFetched(cache);
    assertThat(asked(0))
        .hasSize(RANGES + 1)
        .filteredOn(range -> range.from() % RANGE_BYTES != 0)
        .singleElement()
        .satisfies(rest -> assertThat(rest.from() % RANGE_BYTES).isEqualTo(20_000));
  }

  @Test
  void throttled_range_waits_as_long_as_it_is_asked_to() throws Exception {
    scene.hub().inject(new Fault.Throttled("/bridge/", 7, 1));

    fetchOne(cache);

    assertOneFetched(cache);
    assertThat(scene.pauses())
        .singleElement()
        .satisfies(pause -> assertThat(pause).isBetween(seconds(8), seconds(9)));
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  @Test
  void rate_is_shared_by_files_and_ranges() throws Exception {
    var pauses = new CopyOnWriteArrayList<Duration>();
    var pace = new Pace(100_000, pauses::add, () -> 0);

    new Fetcher(scene.client("granted"), new ModelCache(cache), SETTINGS.at(pace), SILENT)
        .fetch(scene.recipe().pinned());

    assertAllFetched(cache);
    long bytes = 0;
    for (var file : HubScene.files(served).values()) {
      bytes += file.length;
    }
    // On a clock that stands still the last byte is due when all have taken their time.
    assertThat(pauses.stream().max(Comparator.naturalOrder()))
        .hasValue(Duration.ofNanos(bytes * 10_000));
  }

  @Test
  void complete_cache_is_used_while_another_has_the_lock() throws Exception {
    var fetcher = new Fetcher(scene.client("granted"), new ModelCache(cache), SETTINGS, SILENT);
    var exact = new ArrayList<RecipeRepository>();
    for (var fetched : fetcher.fetch(scene.recipe().pinned())) {
      exact.add(exact(fetched));
    }
    try (var other = FileChannel.open(cache.resolve(".voxcrate/lock"), StandardOpenOption.WRITE);
        var held = other.lock()) {
      assertThat(held.isValid()).isTrue();

      fetcher.fetch(exact);
    }
    assertThat(scene.pauses()).isEmpty();
  }

  /// As a lock file knows it: nothing is left to ask the hub for.
  private static RecipeRepository exact(FetchedRepository fetched) {
    var repository = fetched.repository();
    return new RecipeRepository(
        repository.name(),
        repository.commit(),
        repository.gated(),
        repository.licence(),
        repository.role(),
        fetched.files().stream().map(CachedFile::exact).toList());
  }

  @Test
  void expired_link_is_renewed_without_waiting() throws Exception {
    onRequest(5, () -> scene.hub().inject(new Fault.LinkExpired(1)));

    fetchOne(cache);

    assertOneFetched(cache);
    assertThat(linksAskedFor()).isEqualTo(2);
    assertThat(scene.pauses()).isEmpty();
  }

  @Test
  void content_that_changes_between_ranges_begins_anew_in_one_piece() throws Exception {
    onRequest(5, () -> scene.hub().inject(new Fault.ContentTagChanged(WEIGHTS, Fault.ALWAYS)));

    fetchOne(cache);

    assertOneFetched(cache);
    assertThat(scene.requests(Origin.CONTENT).getLast()).doesNotContain("bytes=");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 63_999, 64_000, 350_000, 699_999})
  void wrong_byte_anywhere_is_refused_and_nothing_is_kept(long at) throws Exception {
    scene.hub().inject(new Fault.WrongByte(WEIGHTS, at, Fault.ALWAYS));

    var problem = refused();

    assertThat(problem.code()).isEqualTo(HubCode.CONTENT_DIFFERS);
    assertThat(problem.code().exit().code()).isEqualTo(5);
    assertThat(HubScene.files(cache).keySet()).noneMatch(name -> name.contains(WEIGHTS));
  }

  @Test
  void range_that_cannot_be_had_ends_the_fetch() {
    scene.hub().inject(new Fault.Cut(WEIGHTS, 0, Fault.ALWAYS));

    assertThat(refused().code()).isEqualTo(HubCode.UNREACHABLE);
  }

  @Test
  void server_that_is_never_well_ends_the_fetch() {
    scene.hub().inject(new Fault.Unavailable("/bridge/", 503, Fault.ALWAYS));

    assertThat(refused().code()).isEqualTo(HubCode.HUB_UNWELL);
  }

  @Test
  void interrupted_fetch_goes_on_without_what_is_complete() throws Exception {
    try (var executor = Executors.newSingleThreadExecutor()) {
      var running = new Future<?>[1];
      synchronized (running) {
        onRequest(8, () -> cancel(running));
        running[0] =
            executor.submit(
                () -> {
                  fetchOne(cache);
                  return null;
                });
      }
      executor.shutdown();
    }
    var kept = noted(cache);
    int before = scene.hub().requests().size();

    fetchOne(cache);

    assertOneFetched(cache);
    assertThat(kept).isNotEmpty();
    assertThat(asked(before))
        .isNotEmpty()
        .noneMatch(range -> kept.stream().anyMatch(range::overlaps));
  }

  private static void cancel(Future<?>[] running) {
    synchronized (running) {
      running[0].cancel(true);
    }
  }

  /// What lies on the disk in the middle of a fetch is what a killed process leaves.
  @Test
  void killed_fetch_goes_on_without_what_is_complete() throws Exception {
    var left = folder.resolve("left");
    onRequest(9, () -> copyUnfinished(cache, left));
    fetchOne(cache);
    var kept = noted(left);
    int before = scene.hub().requests().size();

    fetchOne(left);

    assertOneFetched(left);
    assertThat(kept).isNotEmpty();
    assertThat(asked(before))
        .isNotEmpty()
        .noneMatch(range -> kept.stream().anyMatch(range::overlaps));
  }

  /// The note first: the content may have more than the note says, and never less.
  private static void copyUnfinished(Path from, Path to) {
    var partial = Path.of(".voxcrate/partial/acme/segmentation");
    while (!Files.exists(from.resolve(partial).resolve(NOTE))) {
      // Its writer does not wait for this answer; it comes as soon as the disk has it.
      Thread.onSpinWait();
    }
    try {
      Files.createDirectories(to.resolve(partial));
      for (var name : List.of(NOTE, WEIGHTS)) {
        Files.copy(from.resolve(partial).resolve(name), to.resolve(partial).resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"content", "note", "identity"})
  void what_is_left_and_not_to_be_trusted_is_fetched_anew(String damaged) throws Exception {
    giveUpHalfway();
    var partial = cache.resolve(".voxcrate/partial/acme/segmentation");
    switch (damaged) {
      case "content" -> Files.write(partial.resolve(WEIGHTS), new byte[HubScene.WEIGHTS_BYTES]);
      case "note" -> Files.writeString(partial.resolve(NOTE), "{\"_type\": \"voxcrate-par");
      default -> {
        var note = Files.readString(partial.resolve(NOTE));
        Files.writeString(partial.resolve(NOTE), note.replace("segmentation@", "segmentation@f"));
      }
    }

    fetchOne(cache);

    assertOneFetched(cache);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "[{}]",
        "{}",
        "[{\"from\": -64000, \"end\": 64000}]",
        "[{\"from\": 64000, \"end\": 0}]",
        "[{\"from\": 64000, \"end\": 128000}, {\"from\": 0, \"end\": 700000}]"
      })
  void note_that_makes_no_sense_is_not_believed(String here) throws Exception {
    giveUpHalfway();
    var partial = cache.resolve(".voxcrate/partial/acme/segmentation");
    var note = Files.readString(partial.resolve(NOTE));
    Files.writeString(
        partial.resolve(NOTE), note.replaceFirst("(?s)\"here\": \\[.*\\]", "\"here\": " + here));
    Files.write(partial.resolve(WEIGHTS), new byte[HubScene.WEIGHTS_BYTES]);
    int before = scene.hub().requests().size();

    fetchOne(cache);

    assertOneFetched(cache);
    assertThat(asked(before)).hasSize(RANGES);
  }

  @Test
  void content_that_changed_since_the_last_run_begins_anew() throws Exception {
    giveUpHalfway();
    scene.hub().inject(new Fault.ContentTagChanged(WEIGHTS, Fault.ALWAYS));

    fetchOne(cache);

    assertOneFetched(cache);
    assertThat(scene.requests(Origin.CONTENT).getLast()).doesNotContain("bytes=");
  }

  private void giveUpHalfway() throws Exception {
    var broken = new Fault.Cut(WEIGHTS, 0, Fault.ALWAYS);
    onRequest(6, () -> scene.hub().inject(broken));
    assertThatThrownBy(() -> fetchOne(cache)).isInstanceOf(ToolException.class);
    assertThat(noted(cache)).isNotEmpty();
    scene.hub().heal();
  }

  /// Does something once, while the hub answers the request for content of this number.
  private void onRequest(int number, Runnable action) {
    var seen = new AtomicInteger();
    scene
        .hub()
        .watch(
            request -> {
              if (request.origin() == Origin.CONTENT && seen.incrementAndGet() == number) {
                action.run();
              }
            });
  }
}
