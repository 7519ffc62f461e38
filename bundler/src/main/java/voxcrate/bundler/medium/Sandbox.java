package voxcrate.bundler.medium;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Runs programs without a network and without this user's variables.
///
/// @param words the command in front of the program's
record Sandbox(List<String> words) {
  // A user namespace gives to anybody what root may do at once.
  private static final List<List<String>> WAYS =
      List.of(
          List.of("unshare", "--net"), List.of("unshare", "--user", "--map-root-user", "--net"));
  private static final String PATH = "/usr/bin:/bin";

  Sandbox {
    words = List.copyOf(words);
  }

  /// @throws ToolException when this machine has no way to take the network away
  static Sandbox find() throws InterruptedException {
    for (var way : WAYS) {
      var sandbox = new Sandbox(way);
      if (sandbox.works()) {
        return sandbox;
      }
    }
    throw new ToolException(
        Problem.of(
            MediumCode.NO_SANDBOX,
            "This machine offers no way to take the network away",
            "preparing the rehearsal",
            "neither 'unshare --net' nor 'unshare --user --net' is allowed",
            "install util-linux, or let user namespaces be allowed",
            "or rehearse on another machine"));
  }

  private boolean works() throws InterruptedException {
    try {
      return run(Path.of("/"), List.of("true")).status() == 0;
    } catch (IOException e) {
      // There is no unshare here.
      return false;
    }
  }

  /// @param output everything that was said
  record Ended(int status, String output) {}

  /// Runs a program in `folder`, which is its home too.
  Ended run(Path folder, List<String> program) throws IOException, InterruptedException {
    var all = new ArrayList<>(words);
    all.addAll(program);
    var builder = new ProcessBuilder(all).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", PATH, "HOME", folder.toString()));
    var process = builder.start();
    process.getOutputStream().close();
    try {
      var output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
