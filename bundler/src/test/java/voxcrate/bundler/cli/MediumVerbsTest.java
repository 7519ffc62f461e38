package voxcrate.bundler.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.bundler.VoxcrateBundler;
import voxcrate.bundler.build.ReleaseKey;
import voxcrate.bundler.build.SmallPrograms;
import voxcrate.cli.Program;
import voxcrate.json.JsonReader;

/// `write` and `diff` as people type them; the medium is a folder.
final class MediumVerbsTest {
  private static final String VOLUME = "vol-000.tar.part";

  @TempDir static Path shared;

  @TempDir Path folder;
  private Path medium = Path.of("");

  private record Answer(int status, String out, String err) {}

  @BeforeAll
  static void build_twice() throws IOException {
    var dist = SmallPrograms.in(shared.resolve("dist"));
    new ReleaseKey(shared.resolve("release.key")).generate(null);
    assertThat(build(37).status()).isZero();
    Files.writeString(dist.resolve("engine/lib/engine-0.1.0.jar"), "another engine");
    assertThat(build(38).status()).isZero();
  }

  private static Answer build(long sequence) {
    return run(
        "build",
        "--no-models",
        "--dist",
        shared.resolve("dist").toString(),
        "--key",
        shared.resolve("release.key").toString(),
        "--created",
        "2026-11-21T00:00:00Z",
        "--sequence",
        Long.toString(sequence),
        "--out",
        shared.toString());
  }

  private static Path bundle(long sequence) {
    return shared.resolve("voxcrate-" + sequence);
  }

  private static Answer run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Program.run(new VoxcrateBundler(), new PrintWriter(out), new PrintWriter(err), arguments);
    return new Answer(status, out.toString(), err.toString());
  }

  private static Answer trusting(String... arguments) {
    var all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--trust", shared.resolve("release.pem").toString()));
    return run(all.toArray(String[]::new));
  }

  private Answer write(Path bundle) {
    return trusting("write", bundle.toString(), medium.toString(), "--json");
  }

  private static Map<String, Digest> contents(Path folder) throws IOException {
    var contents = new TreeMap<String, Digest>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> contents.put(folder.relativize(file).toString(), Digest.of(file)));
    }
    return contents;
  }

  @BeforeEach
  void plug_in() throws IOException {
    medium = Files.createDirectory(folder.resolve("STICK"));
    Files.writeString(medium.resolve("holiday.jpg"), "somebody's own");
  }

  private Path copy() {
    return medium.resolve("voxcrate-37");
  }

  @Test
  void bundle_is_copied_whole_and_nothing_else_is_touched() throws IOException {
    var answer = write(bundle(37));

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(contents(copy())).isEqualTo(contents(bundle(37)));
    assertThat(medium.resolve("holiday.jpg")).hasContent("somebody's own");
    assertThat(medium).isDirectoryContaining(path -> path.endsWith("voxcrate-37"));
    assertThat(trusting("verify", copy().toString()).status()).isZero();
  }

  @Test
  void second_write_keeps_what_is_whole() {
    assertThat(write(bundle(37)).status()).isZero();

    var again = JsonReader.readObject(write(bundle(37)).out().getBytes(UTF_8));

    assertThat(again.integer("writtenBytes")).isZero();
    assertThat(again.array("kept")).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {VOLUME, "bundle.json", "SHA256SUMS", "chunks.bin"})
  void damaged_file_on_the_medium_is_written_again_alone(String name) throws IOException {
    assertThat(write(bundle(37)).status()).isZero();
    var damaged = Files.readAllBytes(copy().resolve(name));
    damaged[damaged.length / 2] ^= 1;
    Files.write(copy().resolve(name), damaged);

    var again = JsonReader.readObject(write(bundle(37)).out().getBytes(UTF_8));

    assertThat(again.integer("writtenBytes")).isEqualTo(damaged.length);
    assertThat(contents(copy())).isEqualTo(contents(bundle(37)));
  }

  @Test
  void copy_that_was_cut_short_is_completed() throws IOException {
    assertThat(write(bundle(37)).status()).isZero();
    Files.delete(copy().resolve("bundle.json"));
    Files.write(copy().resolve(VOLUME), new byte[100]);

    var again = write(bundle(37));

    assertThat(again.status()).as(again.err()).isZero();
    assertThat(contents(copy())).isEqualTo(contents(bundle(37)));
  }

  @Test
  void altered_source_is_refused_and_its_file_does_not_stay_on_the_medium() throws IOException {
    var altered = folder.resolve("altered");
    Files.createDirectory(altered);
    for (var name : contents(bundle(37)).keySet()) {
      Files.copy(bundle(37).resolve(name), altered.resolve(name));
    }
    var bytes = Files.readAllBytes(altered.resolve(VOLUME));
    bytes[bytes.length - 3000] ^= 1;
    Files.write(altered.resolve(VOLUME), bytes);

    var answer = write(altered);

    assertThat(answer.status()).isEqualTo(5);
    assertThat(answer.err()).contains("VX-BUNDLE-006", VOLUME);
    assertThat(copy().resolve(VOLUME)).doesNotExist();
    assertThat(copy().resolve("bundle.json")).doesNotExist();
  }

  @Test
  void folder_with_something_else_is_left_as_it_is() throws IOException {
    Files.createDirectory(copy());
    Files.writeString(copy().resolve("notes.txt"), "somebody's own");

    var answer = write(bundle(37));

    assertThat(answer.status()).isEqualTo(7);
    assertThat(answer.err()).contains("VX-MEDIUM-004", "notes.txt", "nothing was changed");
    assertThat(contents(copy()).keySet()).containsExactly("notes.txt");
  }

  @Test
  void another_bundle_of_the_same_sequence_is_left_as_it_is() throws IOException {
    var other = Files.createDirectory(copy());
    for (var name : contents(bundle(38)).keySet()) {
      Files.copy(bundle(38).resolve(name), other.resolve(name));
    }

    var answer = write(bundle(37));

    assertThat(answer.status()).isEqualTo(7);
    assertThat(answer.err()).contains("VX-MEDIUM-004", "another bundle");
    assertThat(contents(copy())).isEqualTo(contents(bundle(38)));
  }

  @Test
  void link_in_place_of_a_file_on_the_medium_is_not_followed() throws IOException {
    Files.createDirectory(copy());
    var outside = Files.writeString(folder.resolve("outside"), "precious");
    Files.createSymbolicLink(copy().resolve(VOLUME), outside);

    var answer = write(bundle(37));

    assertThat(answer.status()).isEqualTo(7);
    assertThat(outside).hasContent("precious");
  }

  @Test
  void medium_that_is_not_there_is_said_to_be_missing() {
    var answer = trusting("write", bundle(37).toString(), folder.resolve("none").toString());

    assertThat(answer.status()).isEqualTo(7);
    assertThat(answer.err()).contains("VX-MEDIUM-001", "mount");
  }

  private Answer writeBootstrap() throws IOException {
    var dist = SmallPrograms.in(folder.resolve("dist"));
    Files.createDirectories(dist.resolve("runtime/bin"));
    Files.writeString(dist.resolve("runtime/bin/java"), "#!/bin/sh\n");
    return run(
        "write",
        "--bootstrap-only",
        medium.toString(),
        "--dist",
        dist.toString(),
        "--card-to",
        folder.toString());
  }

  @Test
  void bootstrap_alone_is_carried_with_a_card_that_proves_it() throws IOException {
    var answer = writeBootstrap();

    assertThat(answer.status()).as(answer.err()).isZero();
    var archive = medium.resolve("voxcrate-probe/bootstrap-linux-x64.tar");
    assertThat(contents(medium).keySet())
        .containsExactlyInAnyOrder(
            "holiday.jpg",
            "voxcrate-probe/bootstrap-linux-x64.tar",
            "voxcrate-probe/read-me-first.txt");
    var card = Files.readString(folder.resolve("voxcrate-probe.card.txt"));
    assertThat(card)
        .contains("./voxcrate-installer probe --out profile.json", "--target profile.json");
    assertThat(card.replaceAll("[^0-9a-f]", ""))
        .contains(Digest.of(archive).hex().substring(0, 32));
    assertThat(Files.readString(medium.resolve("voxcrate-probe/read-me-first.txt")))
        .contains("____ ____")
        .doesNotContain(Digest.of(archive).hex().substring(0, 4) + " ");
    assertThat(Files.readString(archive, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("runtime/bin/java", "installer/lib/installer-0.1.0.jar")
        .doesNotContain("engine/lib");
  }

  @Test
  void folder_on_the_medium_that_is_a_link_is_not_written_through() throws IOException {
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(copy(), elsewhere);
    Files.createSymbolicLink(medium.resolve("voxcrate-probe"), elsewhere);

    var bundle = write(bundle(37));
    var bootstrap = writeBootstrap();

    assertThat(bundle.status()).isEqualTo(7);
    assertThat(bundle.err()).contains("VX-MEDIUM-004");
    assertThat(bootstrap.status()).isEqualTo(7);
    assertThat(bootstrap.err()).contains("VX-MEDIUM-004");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void links_where_the_bootstrap_goes_are_replaced_and_not_followed() throws IOException {
    var precious = Files.writeString(folder.resolve("precious"), "precious");
    var target = Files.createDirectory(medium.resolve("voxcrate-probe"));
    for (var name :
        List.of(
            "read-me-first.txt",
            "read-me-first.txt.new",
            "bootstrap-linux-x64.tar",
            "bootstrap-linux-x64.tar.new")) {
      Files.createSymbolicLink(target.resolve(name), precious);
    }

    var answer = writeBootstrap();

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(precious).hasContent("precious");
    assertThat(target.resolve("read-me-first.txt")).isRegularFile();
    assertThat(Files.isSymbolicLink(target.resolve("read-me-first.txt"))).isFalse();
    assertThat(Files.isSymbolicLink(target.resolve("bootstrap-linux-x64.tar"))).isFalse();
  }

  @Test
  void what_write_is_to_carry_has_to_be_said() {
    assertThat(trusting("write", medium.toString()).status()).isEqualTo(2);
    assertThat(run("write", "--bootstrap-only", folder.toString(), medium.toString()).status())
        .isEqualTo(2);
  }

  @Test
  void diff_says_in_words_what_changed() {
    var answer = trusting("diff", bundle(37).toString(), bundle(38).toString());

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains(
            "sequence 37 -> 38",
            "engine: engine/lib/engine-0.1.0.jar changed",
            "An upgrade writes 14 B of")
        .doesNotContain("runtime:");
  }

  @Test
  void diff_backwards_says_that_it_is_refused() {
    var answer = trusting("diff", bundle(38).toString(), bundle(37).toString());

    assertThat(answer.err()).contains("older", "refused");
  }
}
