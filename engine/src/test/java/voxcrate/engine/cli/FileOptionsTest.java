package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.files.DataFolder;

/// Where results go when nobody says it.
final class FileOptionsTest {
  @TempDir Path folder;

  /// An account that may only read the installation, in a folder that it may not write to.
  private Optional<DataFolder> secondAccounts() {
    return DataFolder.of(folder.resolve("none"), Map.of(), Optional.of(folder.resolve("home")));
  }

  @Test
  void results_go_to_the_current_folder() {
    var options = new FileOptions();

    assertThat(options.choosePlace(folder, secondAccounts())).isEmpty();
    assertThat(options.folder).isEqualTo(Path.of(""));
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void where_that_cannot_be_written_they_go_to_a_private_folder_and_that_is_said()
      throws IOException {
    var options = new FileOptions();

    var said = options.choosePlace(folder.resolve("none"), secondAccounts());

    var own = folder.resolve("home/.local/share/voxcrate");
    assertThat(said).hasValueSatisfying(text -> assertThat(text).contains(own.toString()));
    assertThat(options.folder).isEqualTo(own);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
  }

  @Test
  void folder_that_was_named_is_taken_at_its_word() {
    var options = new FileOptions();
    options.folder = folder.resolve("named");

    assertThat(options.choosePlace(folder.resolve("none"), secondAccounts())).isEmpty();
    assertThat(options.folder).isEqualTo(folder.resolve("named"));
  }
}
