package voxcrate.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurableTest {
  @TempDir Path folder;

  @Test
  void file_gets_its_content_and_permissions_and_no_trace_stays() throws IOException {
    var file = folder.resolve("state.json");

    Durable.write(file, "one".getBytes(UTF_8), "rw-------");
    Durable.write(file, "two".getBytes(UTF_8), "rw-r--r--");

    assertThat(file).hasContent("two");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(folder).isDirectoryNotContaining("glob:**.new-*");
  }

  @Test
  void what_is_the_users_own_has_the_rights_of_any_new_file() throws IOException {
    var usual = Files.createFile(folder.resolve("usual"));
    var file = folder.resolve("result.txt");

    Durable.write(file, "one".getBytes(UTF_8));
    Durable.write(file, "two".getBytes(UTF_8));

    assertThat(file).hasContent("two");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
    assertThat(folder).isDirectoryNotContaining("glob:**.new-*");
  }

  @Test
  void failed_write_leaves_no_temporary_file() throws IOException {
    var occupied = folder.resolve("occupied");
    Files.createDirectories(occupied.resolve("child"));

    assertThatThrownBy(() -> Durable.write(occupied, new byte[1], "rw-------"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Durable.write(occupied, new byte[1])).isInstanceOf(IOException.class);
    assertThat(folder).isDirectoryNotContaining("glob:**.new-*");
  }

  @Test
  void deleting_a_tree_follows_no_link() throws IOException {
    var keptFolder = Files.createDirectory(folder.resolve("kept"));
    var kept = Files.writeString(keptFolder.resolve("a"), "a");
    var tree = Files.createDirectory(folder.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), keptFolder);

    Durable.deleteTree(tree);

    assertThat(tree).doesNotExist();
    assertThat(kept).exists();
  }
}
