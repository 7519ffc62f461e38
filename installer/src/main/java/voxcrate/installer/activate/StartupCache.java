package voxcrate.installer.activate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;

/// Makes the engine's start-up cache on the machine that will use it. It belongs to one release,
/// whose
/// files never change, and lives outside it: deleting it costs nothing but time.
public final class StartupCache {
  private static final String NAME = "voxcrate.aot";

  private final InstallLayout layout;

  public StartupCache(InstallLayout layout) {
    this.layout = layout;
  }

  /// Trains on `--help`, whose start people wait for.
  ///
  /// @return why there is no cache; empty when there is one
  public Optional<String> make(String release) throws IOException {
    var folder = Files.createDirectories(layout.derived(release));
    var cache = folder.resolve(NAME);
    if (Files.exists(cache)) {
      return Optional.empty();
    }
    var fresh = folder.resolve(NAME + ".new");
    Files.deleteIfExists(fresh);
    int status = train(layout.release(release), fresh);
    if (status != 0 || !Files.exists(fresh)) {
      Files.deleteIfExists(fresh);
      return Optional.of("the start-up cache could not be made (status " + status + ")");
    }
    Durable.move(fresh, cache);
    return Optional.empty();
  }

  private static int train(Path release, Path cache) throws IOException {
    var command = new ArrayList<String>();
    command.add(release.resolve("runtime/bin/java").toString());
    // The same collector and class path as the launcher's, or the cache does not load.
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:AOTCacheOutput=" + cache,
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED",
            "-jar",
            engineJar(release).toString(),
            "--help"));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    try {
      return builder.start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static Path engineJar(Path release) throws IOException {
    try (Stream<Path> jars = Files.list(release.resolve("engine/lib"))) {
      return jars.filter(jar -> String.valueOf(jar.getFileName()).startsWith("engine-"))
          .findFirst()
          .orElseThrow(() -> new IOException("no engine in " + release));
    }
  }
}
