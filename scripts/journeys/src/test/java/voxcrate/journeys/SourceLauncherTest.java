package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `scripts/voxcrate-bundler` in a source tree with a JDK that only says how it was called.
final class SourceLauncherTest {
  private static final Instant BUILT = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;
  private Path source;
  private Path jar;
  private Path cache;

  @BeforeEach
  void lay_out_a_source_tree() throws IOException {
    source = folder.resolve("source tree");
    for (var script : List.of("scripts/voxcrate-bundler", "scripts/build/environment.sh")) {
      var copy = source.resolve(script);
      Files.createDirectories(copy.getParent());
      Files.copy(Source.root().resolve(script), copy);
    }
    jar = file(source.resolve("target/dist/bundler/lib/bundler-1.0.jar"), BUILT);
    cache = source.resolve("target/dist/bundler/startup.aot");
    executable("jdk/bin/javac", "");
    executable("jdk/bin/java", "for argument in \"$@\"; do echo \"$argument\"; done");
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
  }

  @Test
  void start_up_cache_newer_than_the_jars_is_used() throws Exception {
    file(cache, BUILT.plusSeconds(1));

    assertThat(arguments())
        .contains("-XX:AOTCache=" + cache)
        .endsWith("-jar", jar.toString(), "plan", "two words");
  }

  @Test
  void start_up_cache_older_than_a_jar_is_left_alone() throws Exception {
    file(cache, BUILT.minusSeconds(1));

    assertThat(arguments())
        .noneMatch(argument -> argument.contains("AOTCache"))
        .endsWith("-jar", jar.toString(), "plan", "two words");
  }

  @Test
  void no_start_up_cache_is_needed() throws Exception {
    assertThat(arguments())
        .noneMatch(argument -> argument.contains("AOTCache"))
        .endsWith("-jar", jar.toString(), "plan", "two words");
  }

  private List<String> arguments() throws IOException, InterruptedException {
    var launcher = source.resolve("scripts/voxcrate-bundler").toString();
    var builder = new ProcessBuilder("sh", launcher, "plan", "two words");
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("VOXCRATE_BUILT", "1");
    builder.redirectErrorStream(true);
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private static Path file(Path file, Instant modified) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    return Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private void executable(String name, String commands) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
