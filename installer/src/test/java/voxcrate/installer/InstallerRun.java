package voxcrate.installer;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import voxcrate.cli.Program;

/// One run of a program: what it ended with and what it said.
public record InstallerRun(int status, String out, String err) {
  /// In this process.
  public static InstallerRun of(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Program.run(
            new VoxcrateInstaller(), new PrintWriter(out), new PrintWriter(err), texts(arguments));
    return new InstallerRun(status, out.toString(), err.toString());
  }

  /// The command that runs the installer as a process of its own.
  public static List<String> command(Object... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(VoxcrateInstaller.class.getName());
    command.addAll(List.of(texts(arguments)));
    return command;
  }

  /// As [#command], from copies in `folder`: another account may not read where they were built.
  static List<String> readableCommand(Path folder, Object... arguments) throws IOException {
    var copies = new ArrayList<String>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var source = Path.of(entry);
      if (Files.isDirectory(source)
          || entry.matches(".*/(bundles|picocli|jackson|jspecify)[^/]*\\.jar")) {
        copies.add(copied(source, folder.resolve(Integer.toString(copies.size()))).toString());
      }
    }
    var command = command(arguments);
    command.set(
        command.indexOf(System.getProperty("java.class.path")),
        String.join(File.pathSeparator, copies));
    return command;
  }

  private static Path copied(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (var file : files.toList()) {
        var copy =
            file.equals(source) ? target : target.resolve(source.relativize(file).toString());
        Files.createDirectories(Files.isDirectory(file) ? copy : copy.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return target;
  }

  /// Any command, with exactly `environment`.
  public static InstallerRun process(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    var process = builder.start();
    var err = new StringBuilder();
    var reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    err.append(
                        new String(
                            process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
                  } catch (IOException e) {
                    err.append(e);
                  }
                });
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    reader.join();
    return new InstallerRun(status, out, err.toString());
  }

  private static String[] texts(Object... arguments) {
    return java.util.Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
  }
}
