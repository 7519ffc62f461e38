package voxcrate.installer.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whom the system takes this process for, as far as files are concerned.
public record Account(int user, int group) {
  private static final Path STATUS = Path.of("/proc/self/status");
  // Real, effective, saved, of the file system (proc(5)).
  private static final int EFFECTIVE = 2;

  /// The owner of `/proc/self` says nothing: that link is root's, whoever looks at it.
  public static Account ofThisProcess() throws IOException {
    var status = Files.readAllLines(STATUS);
    return new Account(number(status, "Uid:"), number(status, "Gid:"));
  }

  private static int number(List<String> status, String name) throws IOException {
    var line =
        status.stream()
            .filter(each -> each.startsWith(name))
            .findFirst()
            .orElseThrow(() -> new IOException(STATUS + " has no " + name));
    // A number without a sign, 32 bits long, as `unix:uid` has it too.
    return Integer.parseUnsignedInt(line.split("\\s+", -1)[EFFECTIVE]);
  }
}
