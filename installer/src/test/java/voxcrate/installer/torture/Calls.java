package voxcrate.installer.torture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import voxcrate.installer.InstallerRun;

/// The system calls with which a program changes something on the disk, listed and disturbed by
/// strace.
final class Calls {
  /// Never with `--seccomp-bpf`: with it only the first injection of a run happens (strace 6.1).
  private static final List<String> STRACE = List.of("strace", "-f", "-qq", "-y");

  private static final String CHANGING =
      "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
          + "unlink,unlinkat,rmdir,write,writev,pwrite64,fsync,fdatasync,chmod,fchmod,fchmodat,"
          + "utimensat,ftruncate,fallocate,copy_file_range,sendfile";
  private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\((.*)");
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

  private Calls() {}

  /// A call of a run: the `number`th of its name in the first thread that makes so many.
  ///
  /// @param arguments what the call is about, for people
  record Call(String name, int number, String arguments) {
    /// `name#number`.
    String label() {
      return name + "#" + number;
    }
  }

  /// Whether processes can be traced here.
  static boolean canBeTraced() throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin/strace"))) {
      return false;
    }
    return run(List.of("/usr/bin/strace", "-o", "/dev/null", "/bin/true")).status() == 0;
  }

  /// Runs `command` and lists its calls that change something below `prefix`, those that can be
  /// told from all others by name and number.
  static List<Call> of(List<String> command, Path prefix, Path log) throws Exception {
    var traced = new ArrayList<>(STRACE);
    traced.addAll(List.of("-s", "0", "-e", "trace=" + CHANGING, "-o", log.toString()));
    traced.addAll(command);
    var run = run(traced);
    if (run.status() != 0) {
      throw new IllegalStateException("the undisturbed run ended " + run);
    }
    var counted = new HashMap<String, Integer>();
    var seen = new HashSet<String>();
    var calls = new ArrayList<Call>();
    for (var line : Files.readAllLines(log)) {
      var call = CALL.matcher(line);
      if (call.matches()) {
        var name = call.group(2);
        int number = counted.merge(call.group(1) + name, 1, Integer::sum);
        // Whichever thread gets there first is the one that is hit.
        if (seen.add(name + number) && changes(name, call.group(3), prefix)) {
          calls.add(new Call(name, number, call.group(3).replace(prefix.toString(), "P").strip()));
        }
      }
    }
    return calls;
  }

  private static boolean changes(String name, String arguments, Path prefix) {
    boolean opens = name.equals("open") || name.equals("openat");
    return arguments.contains(prefix.toString()) && (!opens || arguments.contains("O_CREAT"));
  }

  /// Runs `command` with something happening at a call.
  ///
  /// @param happening such as `signal=KILL` or `error=EIO`
  static InstallerRun disturbed(List<String> command, Call call, String happening)
      throws Exception {
    var traced = new ArrayList<>(STRACE);
    var inject = call.name() + ":" + happening + ":when=" + call.number();
    traced.addAll(List.of("-e", "trace=" + call.name(), "-e", "inject=" + inject));
    traced.addAll(List.of("-o", "/dev/null"));
    traced.addAll(command);
    return run(traced);
  }

  static InstallerRun run(List<String> command) throws Exception {
    return InstallerRun.process(command, ENVIRONMENT);
  }
}
