package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `install --dry-run`: all checks, what would be written, and nothing written.
final class DryRunTest {
  @TempDir Path folder;

  private Home home;

  @BeforeEach
  void prepare() {
    home = new Home(folder);
  }

  @Test
  void first_install_is_foretold_to_the_file_and_the_byte() throws Exception {
    var bundle = new TestBundle(7).writeTo(home.medium()).folder();

    var foretold = home.json("install", bundle, "--trust", home.key(), "--dry-run");

    assertThat(home.prefix()).doesNotExist();
    home.done("install", bundle, "--trust", home.key(), "--yes");
    assertThat(stored().count()).isEqualTo(foretold.integer("newFiles"));
    assertThat(stored().mapToLong(DryRunTest::size).sum()).isEqualTo(foretold.integer("newBytes"));
    assertThat(foretold.integer("sharedFiles")).isZero();
    assertThat(foretold.integer("inodes")).isGreaterThan(foretold.integer("newFiles"));
    assertThat(foretold.integer("peakBytes")).isGreaterThan(foretold.integer("newBytes"));
    assertThat(foretold.integer("freeBytes")).isPositive();
  }

  @Test
  void upgrade_shares_what_is_there() throws Exception {
    home.installFirst(new TestBundle(7));
    var before = stored().count();
    var bundle = new TestBundle(8).writeTo(home.medium()).folder();
    var tree = Tree.of(home.home());

    var foretold = home.json("install", bundle, "--dry-run");

    assertThat(Tree.of(home.home())).isEqualTo(tree);
    home.done("install", bundle, "--yes");
    assertThat(stored().count() - before).isEqualTo(foretold.integer("newFiles"));
    assertThat(foretold.integer("sharedBytes")).isGreaterThan(foretold.integer("newBytes"));
  }

  @Test
  void people_are_told_too() throws Exception {
    var bundle = new TestBundle(7).writeTo(home.medium()).folder();

    var said = home.done("repair", bundle, "--trust", home.key(), "--dry-run").out();

    assertThat(said).contains("would be installed", "new ", "free", "Nothing was written");
  }

  @Test
  void damage_anywhere_in_the_bundle_is_found() throws Exception {
    var bundle = new TestBundle(7).writeTo(home.medium());
    var volume = bundle.folder().resolve(bundle.manifest().payload().volumes().getFirst().name());
    var bytes = Files.readAllBytes(volume);
    bytes[bytes.length / 2] ^= 1;
    Files.write(volume, bytes);

    var run = home.run("install", bundle.folder(), "--trust", home.key(), "--dry-run");

    assertThat(run.status()).isEqualTo(5);
  }

  private Stream<Path> stored() throws Exception {
    try (Stream<Path> files = Files.walk(home.prefix().resolve("store"))) {
      return files.filter(Files::isRegularFile).toList().stream();
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }
}
