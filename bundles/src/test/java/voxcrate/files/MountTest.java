package voxcrate.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountTest {
  private static final List<String> TABLE =
      List.of(
          "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
          "30 22 0:25 / /home rw,nosuid,nodev,noexec,relatime shared:7 master:2 - xfs /dev/sdb1 rw",
          "31 22 8:17 / /media/MY\\040STICK ro,noexec - vfat /dev/sdc1 ro",
          "32 22 0:40 / /tmp rw - tmpfs none rw",
          "33 32 0:41 / /tmp rw,noexec - tmpfs none rw");

  private static Mount of(String path) {
    return Mount.of(Path.of(path), TABLE).orElseThrow();
  }

  @Test
  void deepest_mount_counts_and_names_are_no_prefixes_of_each_other() {
    assertThat(of("/home/anna/voxcrate").point()).isEqualTo(Path.of("/home"));
    assertThat(of("/home/anna/voxcrate").mayStart()).isFalse();
    assertThat(of("/homeless").point()).isEqualTo(Path.of("/"));
    assertThat(of("/homeless").mayStart()).isTrue();
  }

  @Test
  void blanks_in_a_name_are_read_and_the_file_system_is_told() {
    var stick = of("/media/MY STICK/voxcrate-7");

    assertThat(stick.point()).isEqualTo(Path.of("/media/MY STICK"));
    assertThat(stick.fileSystem()).isEqualTo("vfat");
    assertThat(stick.options()).contains("ro");
  }

  @Test
  void later_mount_hides_an_earlier_one() {
    assertThat(of("/tmp/x").mayStart()).isFalse();
  }

  @Test
  void place_that_is_not_made_yet_lies_where_its_folder_does(@TempDir Path folder)
      throws IOException {
    if (Files.isReadable(Path.of("/proc/self/mountinfo"))) {
      assertThat(Mount.of(folder.resolve("not/yet"))).isEqualTo(Mount.of(folder));
    }
  }
}
