package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import voxcrate.bundler.convert.refusal.ConvertCode;

class ConvertCodeTest {
  @ParameterizedTest
  @EnumSource(ConvertCode.class)
  void each_code_is_explained(ConvertCode code) throws Exception {
    var page =
        Files.readString(Path.of(System.getProperty("voxcrate.source"), "docs", "errors.md"));

    assertThat(page)
        .contains("\n### " + code.id() + "\n")
        .containsPattern(code.id() + "\n[^#]*Exit status " + code.exit().code());
  }
}
