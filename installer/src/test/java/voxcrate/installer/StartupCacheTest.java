package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the start-up cache is made, told by a runtime that writes down that it was started.
final class StartupCacheTest {
  /// Says `cache` instead of computing one.
  private static final String RUNTIME =
      """
      #!/bin/sh
      for argument; do
        case $argument in
          -XX:AOTCacheOutput=*) printf 'cache' >"${argument#*=}" ;;
        esac
      done
      """;

  @TempDir Path folder;

  private Path prefix;

  @BeforeEach
  void install() throws IOException {
    prefix = folder.resolve("prefix");
    var key = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
    install(bundle(7), "--trust", key.toString());
  }

  /// The same programs in every release: the engine's own script would name its sequence.
  private static TestBundle bundle(long sequence) {
    return new TestBundle(sequence)
        .program("bin/voxcrate", "#!/bin/sh\nexit 0\n# the engine\n")
        .program("runtime/bin/java", RUNTIME)
        .file("engine/lib/engine-1.jar", "jar");
  }

  private void install(TestBundle bundle, String... trust) throws IOException {
    var written = bundle.writeTo(folder.resolve("stick")).folder();
    var arguments = new ArrayList<Object>(List.of("install", written, "--prefix", prefix, "--yes"));
    arguments.addAll(List.of(trust));
    var run = InstallerRun.of(arguments.toArray());
    assertThat(run.status()).as(run.err()).isZero();
  }

  private Object cacheInUse() throws IOException {
    var release = prefix.resolve("current").toRealPath().getFileName();
    var cache = prefix.resolve("derived").resolve(release).resolve("voxcrate.aot");
    assertThat(cache).hasContent("cache");
    return Files.getAttribute(cache, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void release_with_the_same_programs_takes_the_cache_over() throws IOException {
    var made = cacheInUse();

    install(bundle(8).file("models/another.onnx", "another model"));

    assertThat(cacheInUse()).isEqualTo(made);
  }

  @Test
  void another_jar_or_runtime_gets_a_cache_of_its_own() throws IOException {
    var made = cacheInUse();

    install(bundle(8).file("engine/lib/engine-1.jar", "JAR"));
    var ofJar = cacheInUse();
    install(bundle(9).file("engine/lib/engine-1.jar", "JAR").file("runtime/lib/modules", "new"));

    assertThat(ofJar).isNotEqualTo(made);
    assertThat(cacheInUse()).isNotEqualTo(ofJar);
  }
}
