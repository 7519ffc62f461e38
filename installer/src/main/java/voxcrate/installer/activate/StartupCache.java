package voxcrate.installer.activate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import voxcrate.files.Durable;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.OnDisk;

/// Makes the engine's start-up cache on the machine that will use it. It belongs to one release,
/// whose files never change, and lies outside it: deleting it costs nothing but time.
public final class StartupCache {
  private static final String NAME = "voxcrate.aot";
  private static final List<String> PROGRAMS = List.of("bin", "engine", "installer", "runtime");

  private final InstallLayout layout;

  public StartupCache(InstallLayout layout) {
    this.layout = layout;
  }

  /// Trains on `--help`, whose start people wait for.
  ///
  /// @return why there is no cache; empty when there is one
  public Optional<String> make(String release) {
    try {
      var cache = layout.derived(release).resolve(NAME);
      return Files.exists(cache) || inherit(release, cache)
          ? Optional.empty()
          : train(release, cache);
    } catch (IOException | UncheckedIOException e) {
      return Optional.of("the start-up cache could not be made: " + e.getMessage());
    }
  }

  /// Takes over what another release has, where they differ in nothing but models and documents:
  /// to make it anew takes longer than most upgrades. Java finds the jars by their places in the
  /// release, wherever that lies.
  private boolean inherit(String release, Path cache) throws IOException {
    for (var other : OnDisk.children(layout.derived())) {
      var made = other.resolve(NAME);
      if (Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS)
          && programs(layout.releases().resolve(other.getFileName()))
              .equals(programs(layout.release(release)))) {
        var folder = Files.createTempDirectory(layout.derived(), ".making-");
        try {
          keep(Files.createLink(folder.resolve(NAME), made), cache);
          return true;
        } finally {
          Durable.deleteTree(folder);
        }
      }
    }
    return false;
  }

  /// Every file of the programs by its place in the release, and the file of the store that it is.
  private static Map<Path, Object> programs(Path release) throws IOException {
    var programs = new HashMap<Path, Object>();
    for (var part : PROGRAMS) {
      OnDisk.filesBelow(release.resolve(part))
          .forEach((file, inode) -> programs.put(release.relativize(file), inode));
    }
    return programs;
  }

  private Optional<String> train(String release, Path cache) throws IOException {
    // A name of its own: the child of a run that was killed may still be writing to another.
    var folder = Files.createTempDirectory(layout.derived(), ".making-");
    try {
      var fresh = folder.resolve(NAME);
      int status = run(command(layout.release(release), fresh));
      if (status != 0 || !Files.exists(fresh)) {
        return Optional.of("the start-up cache could not be made (status " + status + ")");
      }
      keep(fresh, cache);
      return Optional.empty();
    } finally {
      Durable.deleteTree(folder);
    }
  }

  /// On the disk before it has its name: Java would start with half a cache.
  private void keep(Path fresh, Path cache) throws IOException {
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r--r--r--"));
    try (var channel = FileChannel.open(fresh, StandardOpenOption.READ)) {
      channel.force(true);
    }
    try (var changes = new Changes()) {
      changes.ownFolder(Objects.requireNonNull(cache.getParent()), "rwxr-xr-x");
      Durable.move(fresh, cache);
      changes.keep();
    }
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
