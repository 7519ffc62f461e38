package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `install --link DIR`, and what an uninstall makes of the links.
final class LinkTest {
  @TempDir Path folder;

  private Home home;
  private Path links;
  private Path bundle;

  @BeforeEach
  void prepare() throws Exception {
    home = new Home(folder);
    links = home.home().resolve(".local/bin");
    bundle = new TestBundle(7).writeTo(home.medium()).folder();
  }

  private InstallerRun install() throws Exception {
    return home.run("install", bundle, "--trust", home.key(), "--link", links, "--yes");
  }

  @Test
  void both_programs_start_from_the_folder() throws Exception {
    assertThat(install().status()).isZero();

    var run = InstallerRun.process(List.of(links.resolve("voxcrate").toString(), "x y"), Map.of());

    assertThat(run.out().strip()).as(run.err()).isEqualTo("release 7: x y");
    assertThat(links.resolve("voxcrate-installer")).isSymbolicLink();
    assertThat(home.json("status").array("links")).hasSize(2);
  }

  @Test
  void uninstall_removes_the_links_and_nothing_beside_them() throws Exception {
    install();
    Files.writeString(links.resolve("mine"), "my own tool");

    home.done("uninstall", "--yes");

    assertThat(links).isDirectoryContaining(file -> file.endsWith("mine"));
    assertThat(links.resolve("voxcrate")).doesNotExist();
    assertThat(Files.exists(links.resolve("voxcrate-installer"), LinkOption.NOFOLLOW_LINKS))
        .isFalse();
  }

  @Test
  void uninstall_leaves_a_link_that_leads_elsewhere_by_now() throws Exception {
    install();
    Files.delete(links.resolve("voxcrate"));
    Files.createSymbolicLink(links.resolve("voxcrate"), Path.of("/somewhere/else/voxcrate"));

    home.done("uninstall", "--yes");

    assertThat(Files.readSymbolicLink(links.resolve("voxcrate")))
        .isEqualTo(Path.of("/somewhere/else/voxcrate"));
    assertThat(Files.exists(links.resolve("voxcrate-installer"), LinkOption.NOFOLLOW_LINKS))
        .isFalse();
  }

  @Test
  void what_is_not_ours_is_not_overwritten_and_nothing_is_installed() throws Exception {
    Files.createDirectories(links);
    Files.writeString(links.resolve("voxcrate-installer"), "somebody's");
    var before = Tree.of(home.home());

    var run = install();

    assertThat(run.status()).isEqualTo(6);
    assertThat(run.err()).contains("VX-INSTALL-026", "voxcrate-installer");
    assertThat(Tree.of(home.home())).isEqualTo(before);
  }

  @Test
  void folder_that_everybody_may_write_to_is_refused() throws Exception {
    Files.createDirectories(links);
    Files.setPosixFilePermissions(links, PosixFilePermissions.fromString("rwxrwxrwx"));

    var run = install();

    assertThat(run.status()).isEqualTo(6);
    assertThat(run.err()).contains("VX-INSTALL-026", "everybody");
    assertThat(home.prefix()).doesNotExist();
  }

  @Test
  void the_same_again_and_an_upgrade_keep_the_links() throws Exception {
    install();
    assertThat(install().status()).isZero();

    home.upgrade(new TestBundle(8));

    assertThat(home.json("status").array("links")).hasSize(2);
    home.done("uninstall", "--yes");
    assertThat(links).isEmptyDirectory();
  }
}
