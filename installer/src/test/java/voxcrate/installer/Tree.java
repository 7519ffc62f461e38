package voxcrate.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import voxcrate.bundle.Digest;

/// Everything about a folder that a refused install may not change, one line a file: kind, rights,
/// time of change, content or target.
public final class Tree {
  private Tree() {}

  public static List<String> of(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.sorted().map(path -> line(root, path)).toList();
    }
  }

  private static String line(Path root, Path path) {
    try {
      var attributes =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      var name = root.relativize(path);
      var rights = PosixFilePermissions.toString(attributes.permissions());
      var time = attributes.lastModifiedTime();
      if (attributes.isSymbolicLink()) {
        return name + " " + time + " -> " + Files.readSymbolicLink(path);
      }
      return attributes.isDirectory()
          ? name + "/ " + rights + " " + time
          : name + " " + rights + " " + time + " " + Digest.of(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// As [#of], without times: what must hold after a kill and another run.
  public static List<String> withoutTimes(Path root) throws IOException {
    return of(root).stream().map(line -> line.replaceAll(" \\d{4}-\\S+Z", "")).toList();
  }
}
