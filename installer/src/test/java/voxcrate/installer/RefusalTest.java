package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.archive.BundleWriter.Written;
import voxcrate.bundle.trust.SigningKey;

/// After a refusal everything is as before, to the rights and times of every file.
final class RefusalTest {
  @TempDir Path folder;

  private Path medium;
  private Path home;
  private Path prefix;
  private Path key;

  @BeforeEach
  void prepare() throws IOException {
    medium = folder.resolve("stick");
    home = Files.createDirectories(folder.resolve("home"));
    prefix = home.resolve("voxcrate");
    key = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
  }

  private InstallerRun install(Path bundle) {
    return InstallerRun.of("install", bundle, "--prefix", prefix, "--trust", key, "--yes");
  }

  private void installGood(long sequence) throws IOException {
    var run = install(new TestBundle(sequence).writeTo(medium).folder());
    assertThat(run.status()).as(run.err()).isZero();
  }

  private void assertRefusedWithoutTrace(Path bundle, int status, String... said)
      throws IOException {
    var before = Tree.of(home);

    var run = install(bundle);

    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).contains(said);
    assertThat(Tree.of(home)).isEqualTo(before);
  }

  /// One flipped bit in each file of the stick's folder, and one truncation.
  private void assertEveryFileIsGuarded(Written bundle) throws IOException {
    for (var file : files(bundle.folder())) {
      var name = String.valueOf(file.getFileName());
      var aside = Files.copy(file, folder.resolve("aside"), StandardCopyOption.REPLACE_EXISTING);
      flip(file, 0.6);
      assertRefusedWithoutTrace(bundle.folder(), 5, name);
      Files.copy(aside, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void medium_that_is_not_mounted_is_told() throws Exception {
    assertRefusedWithoutTrace(medium, 7, "VX-INSTALL-008", "no such folder", "findmnt");
  }

  @Test
  void flipped_bit_leaves_no_prefix_behind() throws Exception {
    assertEveryFileIsGuarded(new TestBundle(7).writeTo(medium));

    assertThat(prefix).doesNotExist();
  }

  @Test
  void flipped_bit_leaves_the_installed_release_untouched() throws Exception {
    installGood(7);

    assertEveryFileIsGuarded(new TestBundle(8).writeTo(medium));
  }

  @Test
  void last_byte_of_the_last_volume_counts() throws Exception {
    installGood(7);
    var bundle = new TestBundle(8).writeTo(medium);
    var last = bundle.manifest().payload().volumes().getLast().name();
    flip(bundle.folder().resolve(last), 0.9999);

    assertRefusedWithoutTrace(bundle.folder(), 5, last);
  }

  @Test
  void folder_in_place_of_the_key_is_told() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);

    var run = InstallerRun.of("install", bundle.folder(), "--prefix", prefix, "--trust", home);

    assertThat(run.err()).contains("The key to trust cannot be read", home.toString());
    assertThat(prefix).doesNotExist();
  }

  @Test
  void failed_self_test_of_a_first_install_leaves_no_prefix() throws Exception {
    var bundle = new TestBundle(7).selfTest(TestBundle.BAD).writeTo(medium);

    assertRefusedWithoutTrace(bundle.folder(), 6, "model gives other turns");
  }

  @Test
  void failed_self_test_of_an_upgrade_returns_to_the_release_before() throws Exception {
    installGood(7);
    var bundle = new TestBundle(8).selfTest(TestBundle.BAD).writeTo(medium);

    assertRefusedWithoutTrace(bundle.folder(), 6, "model gives other turns");
  }

  @Test
  void engine_that_cannot_be_started_is_a_failed_self_test() throws Exception {
    var bundle = new TestBundle(7).selfTest("exec /nowhere/java").writeTo(medium);

    assertRefusedWithoutTrace(bundle.folder(), 6, "self-test");
  }

  @Test
  void older_bundle_is_refused() throws Exception {
    installGood(8);

    assertRefusedWithoutTrace(new TestBundle(7).writeTo(medium).folder(), 5, "VX-BUNDLE-014");
  }

  @Test
  void bundle_below_the_floor_is_refused() throws Exception {
    var run = install(new TestBundle(8).minSequence(8).writeTo(medium).folder());
    assertThat(run.status()).as(run.err()).isZero();

    assertRefusedWithoutTrace(new TestBundle(7).writeTo(medium).folder(), 5, "VX-BUNDLE-013");
  }

  @Test
  void bundle_by_another_key_is_refused() throws Exception {
    var bundle = new TestBundle(7).signedBy(SigningKey.generate()).writeTo(medium);

    assertRefusedWithoutTrace(bundle.folder(), 5, "VX-BUNDLE-004");
  }

  @Test
  void pinned_key_cannot_be_replaced_on_the_command_line() throws Exception {
    installGood(7);
    var other = SigningKey.generate();
    var bundle = new TestBundle(8).signedBy(other).writeTo(medium);
    key = TestBundle.keyFile(folder.resolve("attacker"), other);
    var before = Tree.of(home);

    var run = install(bundle.folder());

    assertThat(run.status()).as(run.err()).isEqualTo(5);
    assertThat(run.err()).contains("VX-INSTALL-012");
    assertThat(Tree.of(home)).isEqualTo(before);
  }

  @Test
  void key_beside_the_bundle_is_refused() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    key = TestBundle.keyFile(bundle.folder(), TestBundle.KEY);

    assertRefusedWithoutTrace(bundle.folder(), 5, "release.pem");
  }

  @Test
  void linked_key_beside_the_bundle_is_refused() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    var beside = TestBundle.keyFile(bundle.folder(), TestBundle.KEY);
    key = Files.createSymbolicLink(folder.resolve("looks-safe.pem"), beside);

    assertRefusedWithoutTrace(bundle.folder(), 5, "VX-INSTALL-006");
  }

  @Test
  void one_signature_is_too_few_for_two_trusted_keys() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    var second = TestBundle.keyFile(folder.resolve("second"), SigningKey.generate());
    var all = InstallerRun.of(trusting(bundle, second));
    var one = InstallerRun.of(trusting(bundle, second, "--threshold", 1));

    assertThat(all.status()).as(all.err()).isEqualTo(5);
    assertThat(one.status()).as(one.err()).isZero();
  }

  private Object[] trusting(Written bundle, Path second, Object... more) {
    var arguments = new ArrayList<Object>(List.of("install", bundle.folder(), "--trust", key));
    arguments.addAll(List.of("--trust", second, "--prefix", prefix));
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  @Test
  void no_key_at_all_is_refused() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);

    var run = InstallerRun.of("install", bundle.folder(), "--prefix", prefix, "--yes");

    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("--trust");
    assertThat(prefix).doesNotExist();
  }

  @Test
  void folder_without_a_bundle_is_refused() throws Exception {
    assertRefusedWithoutTrace(Files.createDirectories(medium), 7, "No bundle here");
  }

  @Test
  void link_in_place_of_a_volume_is_refused() throws Exception {
    var bundle = new TestBundle(7).writeTo(medium);
    var volume = bundle.folder().resolve(bundle.manifest().payload().volumes().getFirst().name());
    Files.move(volume, folder.resolve("real"));
    Files.createSymbolicLink(volume, folder.resolve("real"));

    assertRefusedWithoutTrace(bundle.folder(), 5, String.valueOf(volume.getFileName()));
  }

  private static void flip(Path path, double place) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      long position = (long) (file.length() * place);
      file.seek(position);
      int value = file.read();
      file.seek(position);
      file.write(value ^ 1);
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.sorted().toList();
    }
  }
}
