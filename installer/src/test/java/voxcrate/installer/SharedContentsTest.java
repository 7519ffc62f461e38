package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;

/// What an upgrade does with contents that the store has: they are read ahead, several pieces at
/// once, and none is believed by its name.
final class SharedContentsTest {
  private static final String FIRST = "shared 1 ".repeat(600_000) + "end";
  private static final String SECOND = "shared 2 ".repeat(500_000) + "end";
  // A whole number of pieces and of blocks.
  private static final String THIRD = "shared 3".repeat(1 << 20);

  @TempDir Path folder;

  private Path prefix;

  @BeforeEach
  void install() throws IOException {
    prefix = folder.resolve("prefix");
    var key = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
    var run = InstallerRun.of("install", bundle(7), "--prefix", prefix, "--trust", key, "--yes");
    assertThat(run.status()).as(run.err()).isZero();
  }

  private Path bundle(long sequence) throws IOException {
    return new TestBundle(sequence)
        .file("models/1.onnx", FIRST)
        .file("models/2.onnx", SECOND)
        .file("models/3.onnx", THIRD)
        .file("models/4 in between.onnx", "of release " + sequence)
        .file("models/5.onnx", SECOND + "and more")
        .largeVolumes()
        .writeTo(Files.createTempDirectory(folder, "stick"))
        .folder();
  }

  private void upgrade() throws IOException {
    var run = InstallerRun.of("install", bundle(8), "--prefix", prefix, "--yes");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Digest.of(stored("1.onnx"))).isEqualTo(Digest.of(FIRST));
    assertThat(Digest.of(stored("2.onnx"))).isEqualTo(Digest.of(SECOND));
    assertThat(Digest.of(stored("3.onnx"))).isEqualTo(Digest.of(THIRD));
    assertThat(stored("4 in between.onnx")).hasContent("of release 8");
    assertThat(Digest.of(stored("5.onnx"))).isEqualTo(Digest.of(SECOND + "and more"));
    assertThat(prefix.resolve(".incoming")).doesNotExist();
  }

  private Path stored(String name) throws IOException {
    return prefix.resolve("current/models").resolve(name).toRealPath();
  }

  private Object inode(String name) throws IOException {
    return Files.getAttribute(stored(name), "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, (1 << 20) + 1, 4 << 20, 5_400_002})
  void damage_anywhere_is_found_and_what_follows_is_shared_all_the_same(int position)
      throws IOException {
    var damaged = inode("1.onnx");
    var second = inode("2.onnx");
    var third = inode("3.onnx");
    var fifth = inode("5.onnx");
    flip(stored("1.onnx"), position);

    upgrade();

    assertThat(inode("1.onnx")).isNotEqualTo(damaged);
    assertThat(inode("2.onnx")).isEqualTo(second);
    assertThat(inode("3.onnx")).isEqualTo(third);
    assertThat(inode("5.onnx")).isEqualTo(fifth);
  }

  /// The release before shares it, and is what a roll back returns to.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void damaged_content_is_mended_in_every_release_that_shares_it(boolean mending)
      throws IOException {
    if (mending) {
      upgrade();
    }
    flip(stored("1.onnx"), 77);
    flip(stored("5.onnx"), 78);

    upgrade();

    var run = InstallerRun.of("rollback", "--prefix", prefix);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Digest.of(stored("1.onnx"))).isEqualTo(Digest.of(FIRST));
    assertThat(Digest.of(stored("5.onnx"))).isEqualTo(Digest.of(SECOND + "and more"));
    assertThat(stored("4 in between.onnx")).hasContent("of release 7");
  }

  @Test
  void several_damaged_contents_and_a_missing_one_are_brought_anew() throws IOException {
    flip(stored("1.onnx"), 5_000_000);
    flip(stored("2.onnx"), 7);
    Files.delete(prefix.resolve("store/sha256").resolve(place(THIRD)));
    flip(stored("5.onnx"), 4_500_003);

    upgrade();
  }

  @Test
  void content_that_is_too_short_or_too_long_is_brought_anew() throws IOException {
    resize(stored("2.onnx"), 4 << 20);
    resize(stored("3.onnx"), (8 << 20) + 1);

    upgrade();
  }

  @Test
  void bundle_without_any_large_content_follows() throws IOException {
    var small = new TestBundle(8).largeVolumes().writeTo(folder.resolve("stick")).folder();

    var run = InstallerRun.of("install", small, "--prefix", prefix, "--yes");

    assertThat(run.status()).as(run.err()).isZero();
    try (Stream<Path> models = Files.list(prefix.resolve("current/models"))) {
      assertThat(models).containsExactly(prefix.resolve("current/models/torch"));
    }
  }

  private static String place(String content) {
    var hex = Digest.of(content).hex();
    return hex.substring(0, 2) + "/" + hex;
  }

  private static void flip(Path file, int position) throws IOException {
    change(
        file,
        open -> {
          open.seek(position);
          int was = open.read();
          open.seek(position);
          open.write(was ^ 1);
        });
  }

  private static void resize(Path file, long bytes) throws IOException {
    change(file, open -> open.setLength(bytes));
  }

  private interface Change {
    void make(RandomAccessFile open) throws IOException;
  }

  private static void change(Path file, Change change) throws IOException {
    var rights = Files.getPosixFilePermissions(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (var open = new RandomAccessFile(file.toFile(), "rw")) {
      change.make(open);
      open.getFD().sync();
    }
    Files.setPosixFilePermissions(file, rights);
  }
}
