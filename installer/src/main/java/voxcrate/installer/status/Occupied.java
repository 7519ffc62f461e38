package voxcrate.installer.status;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import voxcrate.installer.layout.OnDisk;

/// What lies below a folder, each content counted once however many names it has.
///
/// @param bytes of regular files
/// @param files regular ones
/// @param complete false where something could not be looked at
public record Occupied(long bytes, long files, boolean complete) {
  /// @param without folders that do not count
  public static Occupied of(Path root, Path... without) throws IOException {
    var walk = new Walk(Set.of(without));
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(root, walk);
    }
    return new Occupied(walk.bytes, walk.contents.size(), walk.complete);
  }

  /// What would be freed without `release`: contents that only it and the store have.
  static long ownBytes(Path release) throws IOException {
    var walk = new Walk(Set.of());
    Files.walkFileTree(release, walk);
    long bytes = 0;
    for (var content : walk.contents.values()) {
      // One name is the store's.
      bytes += content.links <= content.seen + 1 ? content.size : 0;
    }
    return bytes;
  }

  private static final class Content {
    private final long size;
    private final int links;
    private int seen;

    private Content(long size, int links) {
      this.size = size;
      this.links = links;
    }
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Map<Object, Content> contents = new HashMap<>();
    private final Set<Path> without;
    private long bytes;
    private boolean complete = true;

    private Walk(Set<Path> without) {
      this.without = new HashSet<>(without);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return without.contains(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        var inode = OnDisk.inode(file);
        var known = contents.get(inode);
        if (known == null) {
          int links = (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
          known = new Content(attributes.size(), links);
          contents.put(inode, known);
          bytes += attributes.size();
        }
        known.seen++;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      complete = false;
      return FileVisitResult.CONTINUE;
    }
  }
}
