package voxcrate.bundler.medium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.StickFile;
import voxcrate.problem.ToolException;

final class MediumTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  private Medium stick(FileSystemKind kind, long free) {
    return new Medium(folder, kind, free, 32 << 10, true);
  }

  private static StickFile file(String name, long size) {
    return new StickFile(name, size, Digest.of(""));
  }

  private static void assertRefused(Runnable check, MediumCode code, String... words) {
    assertThatThrownBy(check::run)
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(code);
              assertThat(refusal.problem().render()).contains(words);
            });
  }

  @Test
  void file_of_four_gibibytes_is_refused_on_fat_and_taken_by_exfat() {
    var files = List.of(file("vol-000.tar.part", 4 * GIB));

    assertRefused(
        () -> stick(FileSystemKind.FAT, 16 * GIB).requireFits(files),
        MediumCode.FILE_TOO_LARGE,
        "vol-000.tar.part",
        "--volume-size fat32",
        "4294967295");
    stick(FileSystemKind.EXFAT, 16 * GIB).requireFits(files);
    stick(FileSystemKind.FAT, 16 * GIB).requireFits(List.of(file("a", 4 * GIB - 1)));
  }

  @Test
  void space_is_counted_in_whole_blocks() {
    var files = List.of(file("a", 1), file("b", 1));

    assertRefused(
        () -> stick(FileSystemKind.FAT, 60_000).requireFits(files),
        MediumCode.NO_SPACE,
        "nothing was written");
    stick(FileSystemKind.FAT, 65_536).requireFits(files);
  }

  @Test
  void folder_that_is_not_there_is_no_medium() {
    assertRefused(() -> Medium.of(folder.resolve("STICK")), MediumCode.NO_MEDIUM, "mount");
  }

  @ParameterizedTest
  @CsvSource({"vfat,FAT", "msdos,FAT", "exfat,EXFAT", "fuseblk,OTHER", "ext4,OTHER"})
  void kernel_names_are_known(String name, FileSystemKind kind) {
    assertThat(FileSystemKind.of(name)).isEqualTo(kind);
  }

  @Test
  void a_part_of_a_disk_is_removable_when_its_disk_is() throws IOException {
    var source = Files.getFileStore(folder).name();
    var part = Path.of(source).getFileName();
    var disk = Files.createDirectories(folder.resolve("devices/pci/block/sdx").resolve(part));
    var devices = Files.createDirectories(folder.resolve("class"));
    Files.createSymbolicLink(devices.resolve(part), disk);
    Files.writeString(disk.resolveSibling("removable"), "0\n");

    assertThat(Medium.of(folder, devices).removable()).isFalse();

    Files.writeString(disk.resolveSibling("removable"), "1\n");

    assertThat(Medium.of(folder, devices).removable()).isTrue();
  }

  @Test
  void a_disk_on_the_usb_bus_is_removable_whatever_it_says_of_itself() throws IOException {
    var part = Path.of(Files.getFileStore(folder).name()).getFileName();
    var disk = Files.createDirectories(folder.resolve("devices/pci/usb2/block/sdx").resolve(part));
    var devices = Files.createDirectories(folder.resolve("class"));
    Files.createSymbolicLink(devices.resolve(part), disk);

    assertThat(Medium.of(folder, devices).removable()).isTrue();
  }
}
