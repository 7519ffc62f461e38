package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell launchers, started as a person would, around a runtime that only says how it was
/// called.
final class LauncherTest {
  private static final String RUNTIME =
      """
      #!/bin/sh
      for word; do echo "argument $word"; done
      /usr/bin/env | sed 's/^/environment /'
      """;
  private static final Map<String, String> HOSTILE =
      Map.of(
          "JAVA_TOOL_OPTIONS", "-javaagent:/evil.jar",
          "JDK_JAVA_OPTIONS", "-javaagent:/evil.jar",
          "_JAVA_OPTIONS", "-javaagent:/evil.jar",
          "CLASSPATH", "/evil",
          "LD_LIBRARY_PATH", "/evil",
          "CDPATH", "/evil:/",
          "PATH", "/evil",
          "IFS", "/");

  @TempDir Path folder;

  private Path prefix;
  private Path release;

  @BeforeEach
  void lay_out_a_release() throws IOException {
    prefix = folder.resolve("the prefix");
    release = prefix.resolve("releases/7-0123456789ab");
    for (var program : List.of("voxcrate", "voxcrate-installer")) {
      executable(release.resolve("bin").resolve(program), launcher("bin/" + program));
    }
    executable(release.resolve("runtime/bin/java"), RUNTIME);
    jar("engine");
    jar("installer");
    Files.createSymbolicLink(prefix.resolve("current"), Path.of("releases/7-0123456789ab"));
  }

  private void jar(String program) throws IOException {
    var lib = Files.createDirectories(release.resolve(program).resolve("lib"));
    Files.createFile(lib.resolve(program + "-1.0.jar"));
  }

  private static String launcher(String path) throws IOException {
    return Files.readString(
            Path.of(System.getProperty("voxcrate.source"), "installer/src/main/launchers")
                .resolve(path))
        .replace("@project.version@", "1.0");
  }

  private static Path executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static List<String> run(Map<String, String> environment, Object... command)
      throws Exception {
    var texts = java.util.Arrays.stream(command).map(String::valueOf).toList();
    var run = InstallerRun.process(texts, environment);
    assertThat(run.status()).as(run.err()).isZero();
    return run.out().lines().toList();
  }

  @Test
  void engine_is_started_with_its_places_and_the_callers_words() throws Exception {
    var said = run(Map.of(), release.resolve("bin/voxcrate"), "diarize", "a file.wav", "*", "");

    assertThat(said)
        .contains(
            "argument -Dvoxcrate.release=" + release,
            "argument -Dvoxcrate.prefix=" + prefix,
            "argument -Donnxruntime.native.path=" + release + "/engine/native",
            "argument --enable-native-access=ALL-UNNAMED")
        .containsSequence(
            "argument -jar",
            "argument " + release + "/engine/lib/engine-1.0.jar",
            "argument diarize",
            "argument a file.wav",
            "argument *",
            "argument ");
  }

  @Test
  void engine_hears_of_libraries_for_graphics_cards_where_the_release_has_them() throws Exception {
    var without = run(Map.of(), release.resolve("bin/voxcrate"), "models");
    Files.createDirectories(release.resolve("engine/cuda"));
    var with = run(Map.of(), release.resolve("bin/voxcrate"), "models");

    assertThat(without).noneMatch(line -> line.contains("voxcrate.cuda"));
    assertThat(with).contains("argument -Dvoxcrate.cuda=" + release + "/engine/cuda");
  }

  @Test
  void launcher_reached_through_current_names_the_real_release() throws Exception {
    var said = run(Map.of(), prefix.resolve("current/bin/voxcrate"), "models");

    assertThat(said).contains("argument -Dvoxcrate.release=" + release);
  }

  @Test
  void hostile_variables_do_not_reach_the_runtime() throws Exception {
    for (var program : List.of("voxcrate", "voxcrate-installer")) {
      var said = run(HOSTILE, release.resolve("bin").resolve(program), "--help");

      assertThat(said)
          .filteredOn(line -> line.startsWith("environment "))
          .noneMatch(line -> line.matches(".*(JAVA|CLASSPATH|LD_).*"));
    }
  }

  @Test
  void working_folder_with_a_java_of_its_own_is_not_searched() throws Exception {
    var trap = Files.createDirectories(folder.resolve("trap"));
    executable(trap.resolve("java"), "#!/bin/sh\necho trapped\n");
    executable(trap.resolve("readlink"), "#!/bin/sh\necho trapped\n");
    var link = Files.createSymbolicLink(trap.resolve("go"), release.resolve("bin/voxcrate"));
    var environment = new HashMap<String, String>();
    environment.put("PATH", ".:" + trap);

    var said =
        run(environment, "/bin/sh", "-c", "cd \"$1\" && exec \"$2\" models", "sh", trap, link);

    assertThat(said).contains("argument -Dvoxcrate.release=" + release).doesNotContain("trapped");
  }

  @Test
  void start_up_cache_is_used_where_there_is_one() throws Exception {
    var without = run(Map.of(), release.resolve("bin/voxcrate"), "--help");
    var cache = prefix.resolve("derived/7-0123456789ab/voxcrate.aot");
    Files.createDirectories(cache.getParent());
    Files.createFile(cache);

    var with = run(Map.of(), release.resolve("bin/voxcrate"), "--help");

    assertThat(without).noneMatch(line -> line.contains("AOTCache"));
    assertThat(with).contains("argument -XX:AOTCache=" + cache);
  }

  @Test
  void long_work_gets_the_optimising_compiler() throws Exception {
    var compilerLimit = "argument -XX:TieredStopAtLevel=1";

    assertThat(run(Map.of(), release.resolve("bin/voxcrate"), "--help")).contains(compilerLimit);
    assertThat(run(Map.of(), release.resolve("bin/voxcrate"), "diarize", "x"))
        .doesNotContain(compilerLimit);
  }

  @Test
  void hashing_gets_the_optimising_compiler() throws Exception {
    var compilerLimit = "argument -XX:TieredStopAtLevel=1";
    var installer = release.resolve("bin/voxcrate-installer");

    assertThat(run(Map.of(), installer, "status")).contains(compilerLimit);
    for (var verb : List.of("install", "verify", "doctor")) {
      assertThat(run(Map.of(), installer, verb, "x")).doesNotContain(compilerLimit);
    }
  }

  @Test
  void memory_that_networks_let_go_returns_to_the_machine() throws Exception {
    var models = run(Map.of(), release.resolve("bin/voxcrate"), "models");

    for (var verb : List.of("transcribe", "diarize")) {
      assertThat(run(Map.of(), release.resolve("bin/voxcrate"), verb, "x"))
          .contains(
              "environment MALLOC_MMAP_THRESHOLD_=4194304",
              "environment MALLOC_TRIM_THRESHOLD_=16777216",
              "argument -Xmn32m");
    }
    assertThat(models).noneMatch(line -> line.contains("MALLOC_"));
  }

  @Test
  void bootstrap_names_its_own_folder() throws Exception {
    var bootstrap = folder.resolve("boot strap");
    executable(bootstrap.resolve("voxcrate-installer"), launcher("bootstrap/voxcrate-installer"));
    executable(bootstrap.resolve("runtime/bin/java"), RUNTIME);
    Files.createDirectories(bootstrap.resolve("installer/lib"));
    Files.createFile(bootstrap.resolve("installer/lib/installer-1.0.jar"));

    var said = run(HOSTILE, bootstrap.resolve("voxcrate-installer"), "install", "/media/my stick");

    assertThat(said)
        .contains("argument -Dvoxcrate.bootstrap=" + bootstrap)
        .containsSequence("argument install", "argument /media/my stick");
  }
}
