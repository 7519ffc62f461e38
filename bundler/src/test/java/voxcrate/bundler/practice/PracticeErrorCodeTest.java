package voxcrate.bundler.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PracticeErrorCodeTest {
  @ParameterizedTest
  @EnumSource
  void every_code_has_its_section(PracticeErrorCode code) throws Exception {
    var page = Path.of(System.getProperty("voxcrate.source"), "docs", "errors.md");

    assertThat(Files.readString(page))
        .contains(String.format(Locale.ROOT, "\n### %s\n", code.id()));
  }
}
