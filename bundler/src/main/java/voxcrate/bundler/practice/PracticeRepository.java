package voxcrate.bundler.practice;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A folder of files, seen as a repository of one commit and one branch, `main`.
///
/// @param name `ORG/NAME`
/// @param commit 40 hexadecimal digits, a function of the content alone: see [#commitOf(Path)]
/// @param files sorted by path
public record PracticeRepository(String name, String commit, List<PracticeFile> files) {
  private static final int SHORTEST_COMMIT = 7;

  public PracticeRepository {
    files = List.copyOf(files);
  }

  /// Reads and hashes every file below `folder`. Links and git's own folder are left out.
  public static PracticeRepository read(String name, Path folder) throws IOException {
    return read(name, folder, false);
  }

  /// @param inXet whether large files lie in Xet storage
  static PracticeRepository read(String name, Path folder, boolean inXet) throws IOException {
    var files = new ArrayList<PracticeFile>();
    for (var source : sourcesBelow(folder)) {
      files.add(PracticeFile.read(folder, source, inXet));
    }
    files.sort(Comparator.comparing(PracticeFile::path));
    return new PracticeRepository(name, commitOf(files), files);
  }

  /// The commit under which the practice hub serves `folder`: SHA-1 over one line for each file,
  /// sorted by path, `PATH NUL ID LF`. ID is the SHA-256 of a file in large file storage and git's
  /// blob id of any other.
  public static String commitOf(Path folder) throws IOException {
    return read("", folder).commit();
  }

  private static String commitOf(List<PracticeFile> files) {
    var lines = new StringBuilder();
    for (var file : files) {
      lines.append(file.path()).append('\0').append(file.contentId()).append('\n');
    }
    return GitObjects.sha1(lines.toString());
  }

  private static List<Path> sourcesBelow(Path folder) throws IOException {
    var sources = new ArrayList<Path>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            return visited.endsWith(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }

  Optional<PracticeFile> file(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  /// Whether `revision` means the one commit there is. Some clients ask for `HEAD` literally.
  boolean has(String revision) {
    return switch (revision) {
      case "main", "HEAD", "refs/heads/main" -> true;
      default -> revision.length() >= SHORTEST_COMMIT && commit.startsWith(revision);
    };
  }

  /// The hub's internal id of the repository, 24 hexadecimal digits.
  String objectId() {
    return GitObjects.sha1(name).substring(0, 24);
  }
}
