package voxcrate.bundler.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.lock.Lock;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Archives that no honest person makes. Each holds the right weights as well, so that only what is
/// hostile can be why nothing is taken.
final class HostileArchiveTest {
  private static final byte SYMLINK = '2';
  private static final byte HARD_LINK = '1';
  private static final int MODE_FILE = 0100644;
  private static final int MODE_LINK = 0120777;
  private static final int MODE_CHARACTER_DEVICE = 0020666;
  private static final byte[] EVIL = "evil".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Path cache = Path.of("");

  @BeforeEach
  void name() {
    cache = folder.resolve("inner/models");
  }

  record Attack(String name, String words, Maker maker) {
    interface Maker {
      Path make(Path folder) throws IOException;
    }

    @Override
    public String toString() {
      return name;
    }

    static Attack tar(String name, String words, Shelf.TarWriter writer) {
      return new Attack(name, words, folder -> archive(folder, writer));
    }

    static Attack tarName(String entry, String words) {
      return tar("tar: " + entry, words, tar -> Shelf.put(tar, entry, EVIL));
    }

    static Attack tarSpecial(byte kind, String entry, String target, String words) {
      return tar(
          "tar: %c %s -> %s".formatted(kind, entry, target),
          words,
          tar -> Shelf.putSpecial(tar, entry, kind, target));
    }

    static Attack zip(String name, String words, Shelf.ZipWriter writer) {
      return new Attack(
          "zip: " + name,
          words,
          folder ->
              Shelf.zip(
                  folder.resolve("hand.zip"),
                  zip -> {
                    Shelf.put(zip, weights(), MODE_FILE, Shelf.content(Shelf.WEIGHTS));
                    writer.write(zip);
                  }));
    }

    private static Path archive(Path folder, Shelf.TarWriter writer) throws IOException {
      return Shelf.tar(
          folder.resolve("hand.tar.gz"),
          true,
          tar -> {
            Shelf.put(tar, weights(), Shelf.content(Shelf.WEIGHTS));
            writer.write(tar);
          });
    }

    private static String weights() {
      return Shelf.NAME + "/" + Shelf.WEIGHTS;
    }
  }

  private static final String OUT = "leads out of the archive";

  static final List<Attack> ATTACKS =
      List.of(
          Attack.tarName("../../evil", OUT),
          Attack.tarName("acme/../../evil", OUT),
          Attack.tarName("..", OUT),
          Attack.tarName("/tmp/evil", "an absolute name"),
          Attack.tarName("C:evil", "an absolute name"),
          Attack.tarName("acme\\..\\evil", "a backslash"),
          Attack.tarName("acme/ev\u0007il", "a control character"),
          Attack.tarSpecial(SYMLINK, "acme/link", "/etc/passwd", OUT),
          Attack.tarSpecial(SYMLINK, "acme/link", "../../etc/passwd", OUT),
          Attack.tarSpecial(SYMLINK, "acme/link", "x/../../../etc", OUT),
          Attack.tarSpecial(HARD_LINK, "acme/link", "../etc/passwd", OUT),
          Attack.tarSpecial(HARD_LINK, "acme/link", "/etc/passwd", "an absolute name"),
          Attack.tarSpecial((byte) '3', "acme/null", "", "a device or a pipe"),
          Attack.tarSpecial((byte) '4', "acme/disk", "", "a device or a pipe"),
          Attack.tarSpecial((byte) '6', "acme/pipe", "", "a device or a pipe"),
          Attack.tar(
              "tar: a file below a link",
              "below a link",
              tar -> {
                Shelf.putSpecial(tar, "acme/other", SYMLINK, "segmentation");
                Shelf.put(tar, "acme/other/config.yaml", EVIL);
              }),
          Attack.tar(
              "tar: two entries of one name",
              "two entries of the same name",
              tar -> Shelf.put(tar, "./" + Attack.weights(), EVIL)),
          Attack.tar("tar: a name without end", "endless", HostileArchiveTest::endlessName),
          Attack.tar("tar: a bomb", "inflates to more than", HostileArchiveTest::bomb),
          Attack.tar("tar: a hundred thousand entries", "entries", HostileArchiveTest::many),
          Attack.zip("../evil", OUT, zip -> Shelf.put(zip, "../evil", MODE_FILE, EVIL)),
          Attack.zip("/evil", "an absolute name", zip -> Shelf.put(zip, "/evil", MODE_FILE, EVIL)),
          Attack.zip(
              "link out",
              OUT,
              zip ->
                  Shelf.put(
                      zip,
                      "acme/link",
                      MODE_LINK,
                      "../../etc/passwd".getBytes(StandardCharsets.UTF_8))),
          Attack.zip(
              "link without end",
              "a link with a control character",
              zip -> Shelf.put(zip, "acme/link", MODE_LINK, new byte[5_000_000])),
          Attack.zip(
              "device",
              "a device or a pipe",
              zip -> Shelf.put(zip, "acme/null", MODE_CHARACTER_DEVICE, new byte[0])),
          Attack.zip(
              "two entries of one name",
              "two entries of the same name",
              zip -> Shelf.put(zip, Attack.weights(), MODE_FILE, EVIL)));

  private static void endlessName(TarArchiveOutputStream tar) throws IOException {
    var name = new TarArchiveEntry("././@LongLink", TarArchiveEntry.LF_GNUTYPE_LONGNAME);
    name.setSize(3 << 20);
    tar.putArchiveEntry(name);
    tar.write("x".repeat(3 << 20).getBytes(StandardCharsets.US_ASCII));
    tar.closeArchiveEntry();
    Shelf.put(tar, "acme/short", EVIL);
  }

  private static void bomb(TarArchiveOutputStream tar) throws IOException {
    Shelf.put(tar, "acme/zeros", new byte[200 << 20]);
  }

  private static void many(TarArchiveOutputStream tar) throws IOException {
    for (int i = 0; i < ForeignTree.MAX_ENTRIES; i++) {
      Shelf.put(tar, "acme/" + i, new byte[0]);
    }
  }

  private ImportReport take(Path source) throws InterruptedException {
    return new Importer(new ModelCache(cache), ProgressListener.SILENT)
        .take(ForeignTree.at(source), List.of(WantedRepository.of(Shelf.repository())), Lock.EMPTY);
  }

  private Set<String> everything() throws IOException {
    var all = new TreeSet<String>();
    try (var walk = Files.walk(folder)) {
      walk.forEach(path -> all.add(folder.relativize(path).toString()));
    }
    return all;
  }

  @ParameterizedTest
  @FieldSource("ATTACKS")
  void hostile_archive_is_refused_and_nothing_is_written(Attack attack) throws Exception {
    var archive = attack.maker().make(folder);
    var before = everything();

    assertThatThrownBy(() -> take(archive))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(IntakeCode.HOSTILE);
              assertThat(e.problem().found()).contains(attack.words()).hasSizeLessThan(400);
              assertThat(e.problem().render()).doesNotContain("\u0007");
            });
    assertThat(everything()).isEqualTo(before);
  }

  /// It is what an archive of this kind holds when it is honest.
  @Test
  void the_archive_without_an_attack_is_taken() throws Exception {
    var archive = Attack.tarName("acme/harmless", "").maker().make(folder);

    assertThat(take(archive).status()).isEqualTo(ExitStatus.INCOMPLETE);
    assertThat(cache.resolve("torch").resolve(Shelf.NAME).resolve(Shelf.WEIGHTS)).exists();
  }

  /// Only as much is unpacked as the wanted file is long.
  @Test
  void bomb_in_the_place_of_a_wanted_file_is_not_unpacked() throws Exception {
    var archive =
        Shelf.zip(
            folder.resolve("hand.zip"),
            zip ->
                Shelf.put(zip, Shelf.NAME + "/" + Shelf.WEIGHTS, MODE_FILE, new byte[300 << 20]));

    var report = take(archive);

    assertThat(report.status()).isEqualTo(ExitStatus.VERIFICATION);
    assertThat(cache.resolve("torch")).doesNotExist();
  }

  @Test
  void links_in_a_circle_and_into_nothing_are_left() throws Exception {
    var archive =
        Attack.tar(
                "",
                "",
                tar -> {
                  Shelf.putSpecial(tar, "acme/segmentation/config.yaml", SYMLINK, "a");
                  Shelf.putSpecial(tar, "acme/segmentation/a", SYMLINK, "config.yaml");
                  Shelf.putSpecial(tar, "acme/segmentation/README.md", SYMLINK, "nowhere");
                })
            .maker()
            .make(folder);

    assertThat(take(archive).notTaken())
        .extracting(NotTaken::reason)
        .containsExactlyInAnyOrder(
            "links that lead in a circle", "links that lead in a circle", "a link to nothing");
  }
}
