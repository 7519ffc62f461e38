package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The programs of one file that scripts start from their sources, which no module compiles.
final class ScriptsTest {
  @ParameterizedTest
  @MethodSource("programs")
  void program_of_one_file_compiles_with_the_product(Path program, @TempDir Path classes)
      throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    var options = List.of("-Xlint:all", "-Werror", "-proc:none", "-d", classes.toString());
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var sources = files.getJavaFileObjects(program);

      assertThat(compiler.getTask(said, files, null, options, null, sources).call())
          .as(said.toString())
          .isTrue();
    }
  }

  static Stream<Path> programs() throws IOException {
    var scripts = Source.root().resolve("scripts");
    try (var files = Files.walk(scripts, 2)) {
      var programs = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(programs).isNotEmpty();
      return programs.stream();
    }
  }
}
