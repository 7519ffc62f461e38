package voxcrate.bundler.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuildCodeTest {
  @ParameterizedTest
  @EnumSource(BuildCode.class)
  void each_code_is_explained(BuildCode code) throws Exception {
    var page =
        Files.readString(Path.of(System.getProperty("voxcrate.source"), "docs", "errors.md"));

    assertThat(page)
        .contains("\n### " + code.id() + "\n")
        .containsPattern(code.id() + "\n[^#]*Exit status " + code.exit().code());
  }
}
