package voxcrate.bundler.intake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// A tar archive, plain or through gzip. It is read from front to back: once for the names, then
/// for the bytes that are wanted.
record TarTree(Path source, boolean gzipped) implements ForeignTree {
  /// Every kind of tar that is still written has it here.
  static final String MAGIC = "ustar";

  static final int MAGIC_OFFSET = 257;
  private static final int BUFFER_BYTES = 1 << 18;

  /// Names and attributes of one entry; a name has 4096 bytes at most on any system.
  private static final long MAX_HEADER_BYTES = 1 << 20;

  @Override
  public List<String> surroundings() {
    return List.of(source.getFileName().toString().replaceFirst("(?i)\\.(tar\\.gz|tgz|tar)$", ""));
  }

  @Override
  public Inventory inventory() {
    var index = new ArchiveIndex(source, surroundings());
    try (var entries = new Entries()) {
      for (var entry = entries.next(); entry != null; entry = entries.next()) {
        add(entry, index);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw IntakeProblems.damaged(source, e);
    }
    return index.inventory();
  }

  private static void add(TarArchiveEntry entry, ArchiveIndex index) {
    var name = entry.getName();
    if (entry.isDirectory()) {
      index.folder(name);
    } else if (entry.isSymbolicLink()) {
      index.symbolicLink(name, entry.getLinkName());
    } else if (entry.isLink()) {
      index.hardLink(name, entry.getLinkName());
    } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      throw index.refusal(name, "a device or a pipe");
    } else if (entry.isSparse()) {
      throw index.refusal(name, "a file with holes, which are no bytes of the archive");
    } else if (isContent(entry)) {
      index.file(name, entry.getSize());
    } else {
      index.left(name, "an entry of an unknown kind");
    }
  }

  private static boolean isContent(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG -> true;
      default -> false;
    };
  }

  @Override
  public void read(Set<String> contents, Receiver receiver) throws InterruptedException {
    try (var entries = new Entries()) {
      for (var entry = entries.next(); entry != null; entry = entries.next()) {
        var content = EntryName.plain(entry.getName());
        if (contents.contains(content) && isContent(entry)) {
          receiver.receive(content, new SourceStream(entries.tar, source));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw IntakeProblems.damaged(source, e);
    }
  }

  /// The archive from its front.
  private final class Entries implements AutoCloseable {
    private final Headers headers;
    private final TarArchiveInputStream tar;
    private boolean begun;

    Entries() throws IOException {
      var file = Files.newInputStream(source);
      try {
        this.headers = new Headers(new BufferedInputStream(plain(file), BUFFER_BYTES));
        this.tar = new TarArchiveInputStream(headers, StandardCharsets.UTF_8.name());
      } catch (IOException e) {
        file.close();
        throw e;
      }
    }

    private InputStream plain(InputStream file) throws IOException {
      if (!gzipped) {
        return file;
      }
      var compressed = new Inflation.Compressed(file);
      return new Inflation(source, compressed, new GZIPInputStream(compressed, BUFFER_BYTES));
    }

    @Nullable TarArchiveEntry next() throws IOException {
      if (begun) {
        tar.transferTo(OutputStream.nullOutputStream());
      }
      begun = true;
      headers.limit(MAX_HEADER_BYTES);
      var entry = tar.getNextEntry();
      headers.limit(Long.MAX_VALUE);
      return entry;
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }

  /// Keeps the library from gathering a name without end in memory.
  private final class Headers extends WatchedStream {
    private long left = Long.MAX_VALUE;

    Headers(InputStream in) {
      super(in);
    }

    void limit(long bytes) {
      left = bytes;
    }

    @Override
    void passed(long bytes) {
      left -= bytes;
      if (left < 0) {
        throw IntakeProblems.hostile(source, "", "an entry with a name of endless length");
      }
    }
  }
}
