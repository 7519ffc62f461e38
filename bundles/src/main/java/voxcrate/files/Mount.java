package voxcrate.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a file system is mounted, and what the administrator allows there.
///
/// @param point the folder it is mounted on
/// @param fileSystem such as `ext4`
/// @param options of this mount, such as `noexec`
public record Mount(Path point, String fileSystem, Set<String> options) {
  private static final Path OF_THIS_PROCESS = Path.of("/proc/self/mountinfo");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");
  private static final int POINT = 4;
  private static final int OPTIONS = 5;

  public Mount {
    options = Set.copyOf(options);
  }

  /// The mount that `path` lies on, or would lie on once it is made; empty on a system that does
  /// not tell.
  public static Optional<Mount> of(Path path) throws IOException {
    return Files.isReadable(OF_THIS_PROCESS)
        ? of(existing(path), Files.readAllLines(OF_THIS_PROCESS, UTF_8))
        : Optional.empty();
  }

  /// @param table lines in the form of `/proc/self/mountinfo` (proc(5))
  static Optional<Mount> of(Path path, List<String> table) {
    return table.stream()
        .map(Mount::parse)
        .filter(mount -> path.startsWith(mount.point))
        // Of two on one folder the later one hides the other.
        .reduce((one, other) -> DEPTH.compare(one, other) > 0 ? one : other);
  }

  private static final Comparator<Mount> DEPTH =
      Comparator.comparingInt(mount -> mount.point.getNameCount());

  private static Mount parse(String line) {
    var fields = line.split(" ", -1);
    int separator = List.of(fields).indexOf("-");
    return new Mount(
        Path.of(unescaped(fields[POINT])),
        fields[separator + 1],
        Set.of(fields[OPTIONS].split(",", -1)));
  }

  /// Blanks, tabs, line breaks and backslashes are written as three octal digits.
  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            match -> {
              char character = (char) Integer.parseInt(match.group(1), 8);
              return java.util.regex.Matcher.quoteReplacement(String.valueOf(character));
            });
  }

  private static Path existing(Path path) throws IOException {
    var folder = path.toAbsolutePath().normalize();
    while (!Files.exists(folder)) {
      folder = Objects.requireNonNull(folder.getParent(), "the root exists");
    }
    return folder.toRealPath();
  }

  /// Whether files on it may be started.
  public boolean mayStart() {
    return !options.contains("noexec");
  }
}
