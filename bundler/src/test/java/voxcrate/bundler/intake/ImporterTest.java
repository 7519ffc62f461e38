package voxcrate.bundler.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.download.ClientCache;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.lock.Lock;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// What people have of one repository, in the layouts that are about.
final class ImporterTest {
  @TempDir Path folder;
  private Path cache = Path.of("");

  @BeforeEach
  void name() {
    cache = folder.resolve("models");
  }

  private ImportReport take(Path source) throws InterruptedException {
    return new Importer(new ModelCache(cache), ProgressListener.SILENT)
        .take(ForeignTree.at(source), List.of(WantedRepository.of(Shelf.repository())), Lock.EMPTY);
  }

  private static FileOutcome outcome(ImportReport report, String path) {
    return Objects.requireNonNull(
        report.repositories().getFirst().outcomes().get(new RelativePath(path)));
  }

  private Path cached(String path) {
    return cache.resolve("torch").resolve(Shelf.NAME).resolve(path);
  }

  private void assertTaken(ImportReport report, String path) {
    assertThat(outcome(report, path)).as(path).isInstanceOf(FileOutcome.Taken.class);
    assertThat(cached(path)).hasBinaryContent(Shelf.content(path));
  }

  private void assertAllTaken(ImportReport report) {
    Shelf.files().keySet().forEach(path -> assertTaken(report, path));
    assertThat(report.status()).isEqualTo(ExitStatus.DONE);
    var client = new ClientCache(cache.resolve("hub"));
    assertThat(client.root().resolve("models--acme--segmentation/refs/main"))
        .hasContent(Shelf.COMMIT);
  }

  /// Names, kinds, times and sizes of everything below `root`.
  private static List<String> state(Path root) throws IOException {
    var state = new ArrayList<String>();
    try (var walk = Files.walk(root)) {
      for (var path : walk.sorted().toList()) {
        state.add(
            path
                + " "
                + Files.readAttributes(
                    path,
                    "unix:mode,size,lastModifiedTime,ctime,nlink",
                    LinkOption.NOFOLLOW_LINKS));
      }
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache",
        "cache/models--acme--segmentation",
        "cache/models--acme--segmentation/snapshots",
        "cache/models--acme--segmentation/snapshots/" + Shelf.COMMIT,
        "."
      })
  void hub_cache_is_taken_whole_from_whichever_folder_is_named(String named) throws Exception {
    Shelf.hubCache(folder.resolve("theirs/cache"), Shelf.COMMIT);
    var source = folder.resolve("theirs");
    var before = state(source);

    var report = take(source.resolve(named));

    assertAllTaken(report);
    assertThat(report.notTaken()).isEmpty();
    assertThat(state(source)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"torch", "torch/acme", "torch/acme/segmentation"})
  void torch_folder_gives_what_is_pinned(String named) throws Exception {
    Shelf.plain(folder.resolve("torch/acme/segmentation"));
    var before = state(folder.resolve("torch"));

    var report = take(folder.resolve(named));

    assertTaken(report, Shelf.WEIGHTS);
    assertTaken(report, Shelf.CONFIG);
    assertThat(outcome(report, Shelf.CARD)).isInstanceOf(FileOutcome.Unproven.class);
    assertThat(cached(Shelf.CARD)).doesNotExist();
    assertThat(report.status()).isEqualTo(ExitStatus.INCOMPLETE);
    assertThat(state(folder.resolve("torch"))).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "hand.tar, ''",
    "hand.tar.gz, ''",
    "hand.tgz, ./",
    "hand.zip, ''",
    "hand.tar, backup/2024/",
    "models--acme--segmentation.tar.gz, hub//",
  })
  void archive_of_a_hub_cache_is_as_good_as_the_cache(String name, String prefix) throws Exception {
    var theirs = Shelf.hubCache(folder.resolve("theirs"), Shelf.COMMIT);
    var archive = Shelf.packed(theirs, folder.resolve(name), prefix);
    var before = Files.readAllBytes(archive);

    assertAllTaken(take(archive));

    assertThat(archive).hasBinaryContent(before);
  }

  @ParameterizedTest
  @CsvSource({
    "hand.tar, torch/acme/segmentation/",
    "hand.tar.gz, segmentation/",
    "hand.zip, ./segmentation/",
    "segmentation.tar.gz, ''",
    "segmentation.zip, ''",
  })
  void archive_made_by_hand_is_known_by_the_name_of_the_model(String name, String prefix)
      throws Exception {
    var theirs = Shelf.plain(folder.resolve("theirs"));

    var report = take(Shelf.packed(theirs, folder.resolve(name), prefix));

    assertTaken(report, Shelf.WEIGHTS);
    assertTaken(report, Shelf.CONFIG);
    assertThat(report.status()).isEqualTo(ExitStatus.INCOMPLETE);
  }

  /// Our own cache holds every file under two names; `tar` writes the second as a hard link.
  @Test
  void hard_links_of_a_tar_are_followed() throws Exception {
    var weights = Shelf.content(Shelf.WEIGHTS);
    var snapshot = "hub/models--acme--segmentation/snapshots/" + Shelf.COMMIT + "/";
    var archive =
        Shelf.tar(
            folder.resolve("models.tar"),
            false,
            tar -> {
              Shelf.put(tar, "./" + snapshot + Shelf.WEIGHTS, weights);
              Shelf.putSpecial(
                  tar,
                  "./torch/acme/segmentation/" + Shelf.WEIGHTS,
                  (byte) '1',
                  "./" + snapshot + Shelf.WEIGHTS);
            });

    assertTaken(take(archive), Shelf.WEIGHTS);
  }

  @Test
  void second_import_finds_everything_there() throws Exception {
    var theirs = Shelf.hubCache(folder.resolve("theirs"), Shelf.COMMIT);
    take(theirs);

    var report = take(theirs);

    assertThat(outcome(report, Shelf.WEIGHTS)).isInstanceOf(FileOutcome.Present.class);
    assertThat(report.status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void altered_file_is_not_taken_and_the_others_are() throws Exception {
    var theirs = Shelf.plain(folder.resolve("acme/segmentation"));
    var weights = Shelf.content(Shelf.WEIGHTS);
    weights[7] ^= 1;
    Files.write(theirs.resolve(Shelf.WEIGHTS), weights);

    var report = take(theirs);

    assertThat(outcome(report, Shelf.WEIGHTS))
        .isInstanceOfSatisfying(
            FileOutcome.Wrong.class,
            wrong ->
                assertThat(wrong.found()).startsWith("sha256:").isNotEqualTo(wrong.expected()));
    assertThat(cached(Shelf.WEIGHTS)).doesNotExist();
    assertTaken(report, Shelf.CONFIG);
    assertThat(report.status()).isEqualTo(ExitStatus.VERIFICATION);
    assertNothingUnfinished();
  }

  private void assertNothingUnfinished() throws IOException {
    try (var walk = Files.walk(cache)) {
      assertThat(walk.filter(path -> path.toString().endsWith(".copy"))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 299_999, 300_001})
  void file_of_another_length_is_not_taken(int length) throws Exception {
    var theirs = Shelf.plain(folder.resolve("acme/segmentation"));
    Files.write(theirs.resolve(Shelf.WEIGHTS), new byte[length]);

    assertThat(outcome(take(theirs), Shelf.WEIGHTS)).isInstanceOf(FileOutcome.Wrong.class);
    assertThat(cached(Shelf.WEIGHTS)).doesNotExist();
    assertNothingUnfinished();
  }

  @Test
  void right_copy_beside_a_wrong_one_is_found() throws Exception {
    Shelf.plain(folder.resolve("theirs/old/acme/segmentation"));
    Shelf.hubCache(folder.resolve("theirs/hub"), Shelf.COMMIT);
    Files.write(folder.resolve("theirs/old/acme/segmentation").resolve(Shelf.WEIGHTS), new byte[9]);
    Files.write(folder.resolve("theirs/old/acme/segmentation").resolve(Shelf.CONFIG), new byte[9]);

    assertAllTaken(take(folder.resolve("theirs")));
  }

  @Test
  void altered_file_without_a_pin_is_found_out_by_the_clients_note() throws Exception {
    var theirs = Shelf.hubCache(folder.resolve("theirs"), Shelf.COMMIT);
    var id = Shelf.gitBlob(Shelf.content(Shelf.CARD)).hex();
    Files.writeString(theirs.resolve("models--acme--segmentation/blobs").resolve(id), "# A carb\n");

    var report = take(theirs);

    assertThat(outcome(report, Shelf.CARD)).isInstanceOf(FileOutcome.Wrong.class);
    assertThat(report.status()).isEqualTo(ExitStatus.VERIFICATION);
  }

  /// The client keeps content from Xet storage in a folder that all models share, by other digests.
  @Test
  void content_in_the_shared_folder_is_reached_over_two_links() throws Exception {
    var theirs = Shelf.hubCache(folder.resolve("theirs"), Shelf.COMMIT);
    var blobs = theirs.resolve("models--acme--segmentation/blobs");
    try (var files = Files.list(blobs)) {
      for (var blob : files.toList()) {
        var shared = theirs.resolve("blobs/ab").resolve("e".repeat(63) + blob.toString().length());
        Files.createDirectories(shared.getParent());
        Files.move(blob, shared.resolveSibling(shared.getFileName() + "-" + blob.getFileName()));
        Files.createSymbolicLink(
            blob,
            Path.of("../../blobs/ab").resolve(shared.getFileName() + "-" + blob.getFileName()));
      }
    }

    assertAllTaken(take(theirs.resolve("models--acme--segmentation")));
  }

  @Test
  void of_another_commit_only_what_is_pinned_is_taken() throws Exception {
    var theirs = Shelf.hubCache(folder.resolve("theirs"), Shelf.OTHER_COMMIT);

    var report = take(theirs);

    assertTaken(report, Shelf.WEIGHTS);
    assertThat(outcome(report, Shelf.CARD)).isInstanceOf(FileOutcome.Missing.class);
    assertThat(report.notTaken())
        .extracting(NotTaken::reason)
        .contains("of another commit than " + Shelf.COMMIT);
    assertThat(report.status()).isEqualTo(ExitStatus.INCOMPLETE);
  }

  @Test
  void what_no_recipe_wants_is_reported_and_left() throws Exception {
    var theirs = Shelf.plain(folder.resolve("theirs/acme/segmentation"));
    Shelf.write(theirs.resolve("handler.py"), new byte[] {1});
    Shelf.write(folder.resolve("theirs/other/model/weights.bin"), new byte[] {1});
    Shelf.write(folder.resolve("theirs/notes\u001b[2J.txt"), new byte[] {1});

    var report = take(folder.resolve("theirs"));

    assertThat(report.notTaken())
        .extracting(NotTaken::path)
        .containsExactlyInAnyOrder(
            "acme/segmentation/handler.py", "other/model/weights.bin", "notes?[2J.txt");
    try (var walk = Files.walk(cache.resolve("torch"))) {
      assertThat(walk.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  @Test
  void links_out_of_a_folder_and_into_nothing_are_not_followed() throws Exception {
    var theirs = Files.createDirectories(folder.resolve("theirs/acme/segmentation/parts"));
    var secret = Shelf.write(folder.resolve("secret"), Shelf.content(Shelf.WEIGHTS));
    Files.createSymbolicLink(theirs.resolve("pytorch_model.bin"), secret);
    Files.createSymbolicLink(theirs.resolveSibling(Shelf.CARD), Path.of("nowhere"));
    Shelf.write(theirs.resolveSibling(Shelf.CONFIG), Shelf.content(Shelf.CONFIG));

    var report = take(folder.resolve("theirs"));

    assertThat(outcome(report, Shelf.WEIGHTS)).isInstanceOf(FileOutcome.Missing.class);
    assertThat(report.notTaken())
        .extracting(NotTaken::reason)
        .containsExactlyInAnyOrder("a link that leads out of the folder", "a link to nothing");
  }

  @Test
  void nothing_known_is_told_as_that() throws Exception {
    Shelf.write(folder.resolve("theirs/other/model/weights.bin"), new byte[] {1});

    assertThatThrownBy(() -> take(folder.resolve("theirs")))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.problem().code()).isEqualTo(IntakeCode.NOTHING_KNOWN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "text", "empty", "cut.tar.gz", "cut.tar", "cut.zip"})
  void what_cannot_be_read_is_told_as_that_and_leaves_nothing(String name) throws Exception {
    Shelf.plain(folder.resolve("theirs/acme/segmentation"));
    Files.writeString(folder.resolve("text"), "x".repeat(1000));
    Files.createFile(folder.resolve("empty"));
    if (name.startsWith("cut")) {
      var whole =
          Files.readAllBytes(Shelf.packed(folder.resolve("theirs"), folder.resolve(name), ""));
      Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length / 2));
    }

    assertThatThrownBy(() -> take(folder.resolve(name)))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(IntakeCode.UNREADABLE);
              assertThat(e.problem().render()).contains(folder.resolve(name).toString());
            });
    assertThat(cache.resolve("torch")).doesNotExist();
  }

  @Test
  void names_are_told_apart_by_what_they_would_do() {
    assertThat(EntryName.plain(".//a/./b//c/")).isEqualTo("a/b/c");
    assertThat(EntryName.linked("a/b", "../c")).contains("c");
    assertThat(EntryName.linked("a/b", "../../c")).isEmpty();
    assertThat(EntryName.linked("b", "/c")).isEmpty();
    assertThat(EntryName.shown("x".repeat(500))).hasSizeLessThan(300);
    assertThat(EntryName.shown("a\u202eb\u001bc"))
        .isEqualTo("a?b?c")
        .isEqualTo(new String("a?b?c".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }
}
