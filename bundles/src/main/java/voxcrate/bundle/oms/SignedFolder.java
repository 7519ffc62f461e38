package voxcrate.bundle.oms;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.oms.Difference.Added;
import voxcrate.bundle.oms.Difference.Altered;
import voxcrate.bundle.oms.Difference.Missing;
import voxcrate.bundle.oms.Difference.NotPlain;
import voxcrate.bundle.oms.Difference.Unreadable;

/// A model's folder, held against its statement. Stricter than the reference tool, which does not
/// look at modes, empty folders and, by itself, names that begin with `.git`: every file is listed
/// and nothing else is there, no link is followed, and data is neither executable nor writable by
/// everybody.
public final class SignedFolder {
  /// Deeper than any model; a tree without end is not walked to its end.
  private static final int MAX_DEPTH = 32;

  private static final int EXECUTABLE = 0111;
  private static final int SPECIAL = 07000;
  private static final int WRITABLE_BY_ALL = 0002;

  private final Path folder;
  private final ModelStatement statement;
  private final IntConsumer progress;
  private final Set<String> folders = new HashSet<>();
  private final TreeMap<String, Difference> differences = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();

  private SignedFolder(Path folder, ModelStatement statement, IntConsumer progress) {
    this.folder = folder;
    this.statement = statement;
    this.progress = progress;
    for (var file : statement.files().keySet()) {
      var path = file.value();
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        folders.add(path.substring(0, slash));
      }
    }
  }

  /// Everything in which `folder` is not what `statement` says, by path; reads every byte.
  ///
  /// @param progress takes how many bytes more were read, again and again
  /// @throws IOException when the folder cannot be listed
  public static List<Difference> differences(
      Path folder, ModelStatement statement, IntConsumer progress) throws IOException {
    var comparison = new SignedFolder(folder, statement, progress);
    comparison.list(folder, "", 0);
    comparison.compareFiles();
    return List.copyOf(comparison.differences.values());
  }

  private void list(Path here, String prefix, int depth) throws IOException {
    var names = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(here)) {
      entries.forEach(names::add);
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    for (var entry : names) {
      var path = prefix + entry.getFileName();
      var attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory() && folders.contains(path) && depth < MAX_DEPTH) {
        list(entry, path + "/", depth + 1);
      } else if (isSigned(path) || path.equals(ModelStatement.SIGNATURE_FILE)) {
        seen.add(path);
        inspect(entry, path, attributes);
      } else {
        differences.put(path, new Added(path, kind(attributes)));
      }
    }
  }

  private boolean isSigned(String path) {
    return RelativePath.defect(path).isEmpty()
        && statement.files().containsKey(new RelativePath(path));
  }

  private void inspect(Path file, String path, BasicFileAttributes attributes) throws IOException {
    if (!attributes.isRegularFile()) {
      differences.put(path, new NotPlain(path, kind(attributes)));
      return;
    }
    int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & (EXECUTABLE | SPECIAL | WRITABLE_BY_ALL)) != 0) {
      var rights = String.format(Locale.ROOT, "mode %04o", mode & 07777);
      differences.put(path, new NotPlain(path, rights));
    }
  }

  private static String kind(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "a symbolic link";
    }
    if (attributes.isDirectory()) {
      return "a folder";
    }
    return attributes.isRegularFile() ? "a file" : "a device, socket or pipe";
  }

  private void compareFiles() {
    statement
        .files()
        .forEach(
            (file, signed) -> {
              var path = file.value();
              if (!seen.contains(path)) {
                differences.put(path, new Missing(path));
              } else if (!differences.containsKey(path)) {
                compare(file, signed);
              }
            });
  }

  private void compare(RelativePath file, Digest signed) {
    try {
      var found = digest(file.under(folder));
      if (!found.equals(signed)) {
        differences.put(file.value(), new Altered(file.value(), found, signed));
      }
    } catch (IOException e) {
      differences.put(file.value(), new Unreadable(file.value(), e.toString()));
    }
  }

  private Digest digest(Path file) throws IOException {
    try (var channel =
        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return Digest.of(Channels.newInputStream(channel), progress);
    }
  }
}
