package voxcrate.bundler.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class IntakeCodeTest {
  @ParameterizedTest
  @EnumSource
  void every_code_has_its_section(IntakeCode code) throws Exception {
    var page = Path.of(System.getProperty("voxcrate.source"), "docs", "errors.md");

    assertThat(Files.readString(page)).contains("\n### " + code.id() + "\n");
  }

  @Test
  void no_two_codes_share_an_id() {
    assertThat(Arrays.stream(IntakeCode.values()).map(IntakeCode::id)).doesNotHaveDuplicates();
  }
}
