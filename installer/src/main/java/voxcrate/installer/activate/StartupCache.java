package voxcrate.installer.activate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import voxcrate.files.Durable;
import voxcrate.installer.layout.InstallLayout;

/// Makes the engine's start-up cache on the machine that will use it. It belongs to one release,
/// whose files never change, and lies outside it: deleting it costs nothing but time.
public final class StartupCache {
  private static final String NAME = "voxcrate.aot";

  private final InstallLayout layout;

  public StartupCache(InstallLayout layout) {
    this.layout = layout;
  }

  /// Trains on `--help`, whose start people wait for.
  ///
  /// @param stale whether files of the release were mended since a cache was made: Java 25.0.3 does
  ///     not notice a changed jar (JDK-8377932) and would run its old code
  /// @return why there is no cache; empty when there is one
  public Optional<String> make(String release, boolean stale) {
    try {
      var cache = layout.derived(release).resolve(NAME);
      if (stale) {
        Files.deleteIfExists(cache);
      }
      return Files.exists(cache) ? Optional.empty() : train(release, cache);
    } catch (IOException e) {
      return Optional.of("the start-up cache could not be made: " + e.getMessage());
    }
  }

  private Optional<String> train(String release, Path cache) throws IOException {
    var folder = Files.createDirectories(layout.derived(release));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var fresh = folder.resolve(NAME + ".new");
    Files.deleteIfExists(fresh);
    int status = run(command(layout.release(release), fresh));
    if (status != 0 || !Files.exists(fresh)) {
      Files.deleteIfExists(fresh);
      return Optional.of("the start-up cache could not be made (status " + status + ")");
    }
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r--r--r--"));
    Durable.move(fresh, cache);
    return Optional.empty();
  }

  private static List<String> command(Path release, Path cache) throws IOException {
    var command = new ArrayList<String>();
    command.add(release.resolve("runtime/bin/java").toString());
    // The same collector, reflection and class path as the launcher's, or the cache does not load.
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:AOTCacheOutput=" + cache,
            "-Xlog:disable",
            "-Djdk.reflect.useNativeAccessorOnly=true",
            "--enable-native-access=ALL-UNNAMED",
            "-jar",
            engineJar(release).toString(),
            "--help"));
    return command;
  }

  private static int run(List<String> command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    // As the launcher does: the release may lie in a folder like "Büro".
    builder.environment().put("LC_ALL", "C.UTF-8");
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
