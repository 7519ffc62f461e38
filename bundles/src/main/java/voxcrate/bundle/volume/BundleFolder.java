package voxcrate.bundle.volume;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.format.ManifestRules;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The flat folder on the stick. Each file is opened once, never by following a link, and must be a
/// regular file.
public final class BundleFolder {
  public static final String SUMS = "SHA256SUMS";

  private static final Pattern SUMS_NAME = Pattern.compile("SHA256SUMS(\\.[0-9a-f]{12}\\.sig)?");
  public static final String SIGNATURE_SUFFIX = ".sig";

  private static final long MAX_SIGNATURE_BYTES = 16L << 10;
  // 10,000 volumes, 64 signatures over two files, and what lies beside them.
  private static final int MAX_FILES = 10_200;

  private final Path folder;
  private final SortedSet<String> names;

  private BundleFolder(Path folder, SortedSet<String> names) {
    this.folder = folder;
    this.names = names;
  }

  /// Lists the folder; nothing is opened yet.
  ///
  /// @throws ToolException when it holds no manifest, or something that no bundle holds
  public static BundleFolder list(Path folder) {
    var names = new TreeSet<String>();
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : (Iterable<Path>) files::iterator) {
        names.add(accepted(file));
        if (names.size() > MAX_FILES) {
          throw unusable(String.valueOf(file.getFileName()), "more files than a bundle has");
        }
      }
    } catch (IOException e) {
      throw unreadable(folder.toString(), e);
    } catch (UncheckedIOException e) {
      throw unreadable(folder.toString(), requireNonNull(e.getCause()));
    }
    if (!names.contains(Manifest.FILE_NAME)) {
      throw new ToolException(
          Problem.of(
              BundleCode.NOT_A_BUNDLE,
              "No bundle here",
              "looking for a bundle in " + folder,
              "no file " + Manifest.FILE_NAME,
              "name the folder voxcrate-SEQUENCE on the medium"));
    }
    return new BundleFolder(folder, names);
  }

  /// Name of the file with a key's signature over `file`.
  ///
  /// @param label the first twelve digits of the key's fingerprint
  public static String signatureName(String file, String label) {
    return file + "." + label + SIGNATURE_SUFFIX;
  }

  private static String accepted(Path file) {
    var name = String.valueOf(file.getFileName());
    if (!ManifestRules.isStickName(name) && !SUMS_NAME.matcher(name).matches()) {
      throw unusable(escaped(name), "a name that no file of a bundle has");
    }
    return name;
  }

  /// Control characters of a foreign name never reach a terminal.
  public static String escaped(String name) {
    var text = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (steers(c)) {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }

  private static boolean steers(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  public Path path() {
    return folder;
  }

  /// Names of all files, sorted.
  public SortedSet<String> names() {
    return java.util.Collections.unmodifiableSortedSet(names);
  }

  /// Opens a regular file of exactly `size` bytes for its one reading.
  public FileChannel open(String name, long size) {
    return open(
        name,
        found -> {
          if (found != size) {
            throw new ToolException(
                Problem.of(
                        BundleCode.DIGEST_DIFFERS,
                        "A file of the bundle has another size",
                        "opening " + name,
                        found + " bytes",
                        "copy " + name + " from the connected machine again")
                    .expecting(size + " bytes"));
          }
        });
  }

  /// Opens a regular file of at most `maxBytes` for its one reading.
  public FileChannel openAtMost(String name, long maxBytes) {
    return open(
        name,
        found -> {
          if (found > maxBytes) {
            throw unusable(name, found + " bytes, more than " + maxBytes);
          }
        });
  }

  /// @param bounds of the file's size in bytes; throws where it is out of them
  private FileChannel open(String name, LongConsumer bounds) {
    var channel = open(name);
    boolean good = false;
    try {
      bounds.accept(channel.size());
      good = true;
      return channel;
    } catch (IOException e) {
      throw unreadable(name, e);
    } finally {
      if (!good) {
        closeQuietly(channel);
      }
    }
  }

  /// A file that was only read loses nothing when closing it fails.
  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      return;
    }
  }

  /// Opens a regular file for its one reading.
  public FileChannel open(String name) {
    if (!names.contains(name)) {
      throw new ToolException(
          Problem.of(
              BundleCode.FILE_MISSING,
              "A file of the bundle is missing",
              "opening " + name + " in " + folder,
              "no such file",
              "copy " + name + " from the connected machine again"));
    }
    var file = folder.resolve(name);
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw unusable(name, "no regular file but " + kind(attributes));
      }
      return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /// Bytes of a file, as the file system has it now.
  public long size(String name) {
    try {
      return Files.size(folder.resolve(name));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static String kind(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "a symbolic link";
    }
    return attributes.isDirectory() ? "a folder" : "a device, socket or pipe";
  }

  /// A detached signature.
  public byte[] readSignature(String name) {
    return read(name, MAX_SIGNATURE_BYTES);
  }

  /// The whole content of a small file.
  public byte[] read(String name, long maxBytes) {
    try (var channel = openAtMost(name, maxBytes)) {
      var buffer = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      if (buffer.hasRemaining() || channel.read(ByteBuffer.allocate(1)) > 0) {
        throw unusable(name, "its size changes while it is read");
      }
      return buffer.array();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /// The medium failed while `name` was read.
  public static ToolException unreadable(String name, IOException cause) {
    return new ToolException(
        Problem.of(
            BundleCode.MEDIUM_UNREADABLE,
            "The medium cannot be read",
            "reading " + name,
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "put the medium in again and run the same command",
            "if it happens twice, copy the bundle to another medium"),
        cause);
  }

  private static ToolException unusable(String name, String found) {
    return new ToolException(
        Problem.of(
            BundleCode.FILE_UNUSABLE,
            "A file in the bundle's folder does not belong there",
            "looking at " + name,
            found,
            "copy the bundle from the connected machine again, into an empty folder"));
  }
}
