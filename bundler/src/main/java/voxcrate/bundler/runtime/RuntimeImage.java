package voxcrate.bundler.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundler.pack.BuildCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Makes the Java runtime that travels in the bundle, with the JDK's own jlink: the target needs no
/// Java. The same JDK gives the same bytes.
///
/// Neither `--compress` nor `--strip-debug`: the first makes the compressed whole larger, the
/// second takes line numbers away and needs objcopy.
public final class RuntimeImage {
  private RuntimeImage() {}

  /// @param jdk home of the JDK whose modules are linked
  /// @param folder is made
  /// @throws ToolException when the JDK cannot do it, with jlink's own words
  public static void make(Path jdk, Path folder) throws IOException {
    var jlink = jdk.resolve("bin/jlink");
    if (!Files.isExecutable(jlink)) {
      throw notMade(jdk, "no bin/jlink: a Java runtime, not a JDK");
    }
    link(jdk, jlink, folder);
    dropCertificates(folder);
  }

  private static void link(Path jdk, Path jlink, Path folder) throws IOException {
    var builder = new ProcessBuilder(command(jdk, jlink, folder)).redirectErrorStream(true);
    // Options for every Java of this user are not for this one; neither is a token its business.
    builder.environment().clear();
    var process = builder.start();
    process.getOutputStream().close();
    var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw notMade(jdk, "jlink ended with status " + status + ": " + words.strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw notMade(jdk, "interrupted");
    }
  }

  private static List<String> command(Path jdk, Path jlink, Path folder) {
    var command = new ArrayList<>(List.of(jlink.toString()));
    command.addAll(List.of("--add-modules", String.join(",", ModuleSet.names())));
    command.addAll(List.of("--no-header-files", "--no-man-pages"));
    var said = jdk.resolve("release");
    if (Files.isRegularFile(said)) {
      // Who built the JDK, in which exact version, and where its sources are.
      command.add("--release-info=" + said);
    }
    command.addAll(List.of("--output", folder.toString()));
    return command;
  }

  /// jlink copies the certificates that this machine trusts. The runtime opens no connection, and
  /// the list would differ from machine to machine.
  private static void dropCertificates(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve("lib/security/cacerts"));
  }

  private static ToolException notMade(Path jdk, String found) {
    return new ToolException(
        Problem.of(
            BuildCode.RUNTIME_NOT_MADE,
            "The Java runtime for the bundle could not be made",
            "linking a runtime from " + jdk,
            found,
            "run voxcrate-bundler on a complete JDK 25, such as Temurin"));
  }
}
