package voxcrate.installer.layout;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What an installation asks of its folders and files; no link is followed.
public final class OnDisk {
  private OnDisk() {}

  /// What lies in `folder`, in the order of the names; nothing where it is no folder.
  public static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  /// Everything below `folder` and itself, each before what lies in it; nothing where it is no
  /// folder.
  public static List<Path> below(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted().toList();
    }
  }

  /// Every file below `folder`, with what [#inode] says of it; nothing where it is no folder.
  public static Map<Path, Object> filesBelow(Path folder) throws IOException {
    var files = new TreeMap<Path, Object>();
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                files.put(file, attributes.fileKey());
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return files;
  }

  /// Equal for all names of one content: hard links have the same.
  public static Object inode(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }
}
