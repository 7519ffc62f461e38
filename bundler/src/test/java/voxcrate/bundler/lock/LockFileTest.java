package voxcrate.bundler.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.PipelineParts;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository.Role;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.problem.ToolException;

final class LockFileTest {
  private static final Revision.Commit COMMIT =
      new Revision.Commit("c0ffee".repeat(7).substring(2));
  private static final Revision.Commit OTHER = new Revision.Commit("0".repeat(40));

  @TempDir Path folder;
  private LockFile file = new LockFile(Path.of(""));

  @BeforeEach
  void name() {
    file = new LockFile(folder.resolve(LockFile.USUAL_NAME));
  }

  private static RecipeFile exact(String path) {
    return new RecipeFile(
        new RelativePath(path),
        OptionalLong.of(path.length()),
        Optional.of(Digest.of(path)),
        Optional.empty());
  }

  private static RecipeFile open(String path) {
    return new RecipeFile(
        new RelativePath(path), OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  private static LockedRepository locked(String name, Revision.Commit commit, String... paths) {
    return new LockedRepository(
        name,
        commit,
        Optional.of(Revision.MAIN),
        true,
        "MIT",
        PipelineParts.NONE,
        List.of(paths).stream().map(LockFileTest::exact).toList());
  }

  private static Lock lock(LockedRepository... repositories) {
    return new Lock(List.of(repositories));
  }

  private static WantedRepository wanted(Revision revision, RecipeFile... files) {
    return new WantedRepository(
        "acme/model",
        Role.SEGMENTATION,
        revision,
        Optional.empty(),
        Optional.empty(),
        List.of(files));
  }

  @Test
  void no_file_is_an_empty_lock() {
    assertThat(file.read()).isEqualTo(Lock.EMPTY);
  }

  @Test
  void what_is_written_is_read_again() {
    var lock = lock(locked("acme/model", COMMIT, "a.bin", "config.yaml"));

    file.write(lock);

    assertThat(file.read()).isEqualTo(lock);
  }

  @Test
  void order_of_fetching_does_not_show() {
    var first = locked("acme/model", COMMIT, "b.bin", "a.bin");
    var second = locked("acme/other", OTHER, "c.bin");

    file.write(lock(first, second));
    var one = Files.exists(file.path()) ? content() : "";
    file.write(lock(second, locked("acme/model", COMMIT, "a.bin", "b.bin")));

    assertThat(content()).isEqualTo(one).contains("\"_type\": \"voxcrate-lock/1\"");
  }

  private String content() {
    try {
      return Files.readString(file.path());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void unchanged_lock_is_not_touched() throws Exception {
    file.write(lock(locked("acme/model", COMMIT, "a.bin")));
    var time = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file.path(), time);

    file.write(file.read());

    assertThat(Files.getLastModifiedTime(file.path())).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "voxcrate-lock/1  | voxcrate-lock/2     | voxcrate-lock/2",
        "\"commit\"       | \"comit\"           | comit",
        "\"sha256\"       | \"sha265\"          | sha265",
        "a.bin            | ../../a.bin         | unsafe path",
        "acme/model       | acme/../model       | not a repository",
        "\"size\": 5,     |                     | without size or SHA-256",
        "]                |                     | expected",
      })
  void damaged_lock_is_refused_and_left_as_it_is(String right, String wrong, String reason)
      throws Exception {
    file.write(lock(locked("acme/model", COMMIT, "a.bin")));
    var damaged = content().replace(right, wrong == null ? "" : wrong);
    assertThat(damaged).isNotEqualTo(content());
    Files.writeString(file.path(), damaged);

    assertThatThrownBy(file::read)
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(LockCode.UNUSABLE);
              assertThat(e.problem().found()).containsIgnoringCase(reason);
              assertThat(e.problem().doing()).contains(file.path().toString());
            });
    assertThat(content()).isEqualTo(damaged);
  }

  @Test
  void folder_that_cannot_be_written_is_told_as_that() {
    var nowhere = new LockFile(folder.resolve("no/such/folder/voxcrate.lock"));

    assertThatThrownBy(() -> nowhere.write(lock(locked("acme/model", COMMIT, "a.bin"))))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.problem().code()).isEqualTo(LockCode.NOT_WRITTEN));
  }

  @Test
  void lock_settles_everything_that_a_recipe_leaves_open() {
    var held =
        lock(locked("acme/model", COMMIT, "pytorch_model.bin"))
            .hold(wanted(Revision.MAIN))
            .pinned();

    assertThat(held)
        .hasValueSatisfying(
            repository -> {
              assertThat(repository.commit()).isEqualTo(COMMIT.hex());
              assertThat(repository.gated()).isTrue();
              assertThat(repository.licence()).isEqualTo("MIT");
              assertThat(repository.files()).containsExactly(exact("pytorch_model.bin"));
            });
  }

  @Test
  void what_was_locked_for_another_role_does_not_settle_which_files_are_wanted() {
    var held = lock(locked("acme/model", COMMIT, "config.yaml")).hold(wanted(Revision.MAIN));

    assertThat(held.revision()).isEqualTo(COMMIT);
    assertThat(held.files()).isEmpty();
  }

  @Test
  void file_that_is_new_in_the_recipe_stays_open_and_the_others_are_held() {
    var held =
        lock(locked("acme/model", COMMIT, "a.bin", "b.bin"))
            .hold(wanted(COMMIT, open("a.bin"), open("new.bin")));

    assertThat(held.files()).containsExactly(exact("a.bin"), open("new.bin"));
  }

  @Test
  void repository_that_is_not_locked_stays_as_it_is() {
    var wanted = wanted(Revision.MAIN);

    assertThat(lock(locked("acme/other", COMMIT, "a.bin")).hold(wanted)).isEqualTo(wanted);
  }

  @Test
  void recipe_that_says_something_else_than_the_lock_is_told_and_neither_is_taken() {
    var lock = lock(locked("acme/model", COMMIT, "a.bin"));
    var otherDigest =
        new RecipeFile(
            new RelativePath("a.bin"),
            OptionalLong.empty(),
            Optional.of(Digest.of("other")),
            Optional.empty());
    var otherSize =
        new RecipeFile(
            new RelativePath("a.bin"), OptionalLong.of(9), Optional.empty(), Optional.empty());

    for (var wanted :
        List.of(
            wanted(OTHER),
            wanted(new Revision.Named("v2")),
            wanted(COMMIT, otherDigest),
            wanted(COMMIT, otherSize))) {
      assertThatThrownBy(() -> lock.hold(wanted))
          .isInstanceOfSatisfying(
              ToolException.class,
              e -> {
                assertThat(e.problem().code()).isEqualTo(LockCode.DIFFERS);
                assertThat(e.problem().doing()).contains("acme/model");
                assertThat(e.problem().remedy()).anyMatch(step -> step.contains("--update"));
              });
    }
  }

  @Test
  void fetch_of_more_files_at_the_same_commit_keeps_the_others_locked() {
    var lock =
        lock(locked("acme/model", COMMIT, "a.bin"))
            .with(List.of(locked("acme/model", COMMIT, "b.bin")));

    assertThat(lock.find("acme/model").orElseThrow().files())
        .containsExactly(exact("a.bin"), exact("b.bin"));
  }

  @Test
  void fetch_at_another_commit_replaces_what_was_locked() {
    var lock =
        lock(locked("acme/model", COMMIT, "a.bin"), locked("acme/other", COMMIT, "c.bin"))
            .with(List.of(locked("acme/model", OTHER, "b.bin")));

    assertThat(lock.find("acme/model")).hasValue(locked("acme/model", OTHER, "b.bin"));
    assertThat(lock.find("acme/other")).isPresent();
  }
}
