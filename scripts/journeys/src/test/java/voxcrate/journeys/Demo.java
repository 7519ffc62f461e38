package voxcrate.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run of `scripts/demo`, which all journeys look at.
///
/// @param folder what it left behind
/// @param output what it printed
/// @param commandLines every command line that was seen on the machine while it ran
record Demo(Path folder, int status, String output, Set<String> commandLines) {
  private static @Nullable Demo done;

  /// Runs the demo on first use.
  static synchronized Demo run() throws IOException, InterruptedException {
    if (done == null) {
      done = watch(Source.root().resolve("target/journeys/demo"));
    }
    return done;
  }

  private static Demo watch(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var log = folder.resolveSibling("demo.log");
    var process =
        Launch.of(Source.root().resolve("scripts/demo"), folder)
            .start(log, folder.resolveSibling("demo.err"));
    var seen = new TreeSet<String>();
    while (!process.waitFor(java.time.Duration.ofMillis(20))) {
      collectCommandLines(seen);
    }
    var output = Files.readString(log) + "\n" + Files.readString(folder.resolveSibling("demo.err"));
    return new Demo(folder, process.exitValue(), output, seen);
  }

  private static void collectCommandLines(Set<String> seen) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      processes
          .map(process -> process.resolve("cmdline"))
          .filter(Files::isReadable)
          .forEach(file -> seen.add(commandLine(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String commandLine(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException e) {
      // The process has ended meanwhile.
      return "";
    }
  }

  Path installed() {
    return folder.resolve("installed");
  }

  /// The bundle's own folder on the stick.
  Path bundle() throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("stick"))) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  String token() throws IOException {
    return Files.readString(folder.resolve("connected/token")).strip();
  }

  /// All regular files below the given folders of the demo.
  List<Path> files(String... folders) throws IOException {
    var found = new java.util.ArrayList<Path>();
    for (var name : folders) {
      try (Stream<Path> tree = Files.walk(folder.resolve(name))) {
        tree.filter(file -> Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS))
            .forEach(found::add);
      }
    }
    return found;
  }
}
