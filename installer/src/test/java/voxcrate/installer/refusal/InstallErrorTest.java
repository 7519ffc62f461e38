package voxcrate.installer.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class InstallErrorTest {
  @Test
  void every_code_has_its_section_in_the_page_that_travels() throws IOException {
    var page = Files.readString(Path.of(System.getProperty("voxcrate.source"), "docs/errors.md"));

    assertThat(Arrays.stream(InstallError.values()).map(InstallError::id))
        .allSatisfy(id -> assertThat(page).contains("### " + id + "\n"))
        .doesNotHaveDuplicates();
  }
}
