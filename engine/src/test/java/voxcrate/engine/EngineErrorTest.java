package voxcrate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EngineErrorTest {
  @ParameterizedTest
  @EnumSource
  void every_code_has_its_section_in_the_documents(EngineError error) throws IOException {
    var page = Path.of(System.getProperty("voxcrate.source"), "docs", "errors.md");

    assertThat(Files.readString(page)).contains("\n### " + error.id() + "\n");
  }
}
