package voxcrate.bundler.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// A zip archive. Its directory is read first, so that nothing is unpacked but what is wanted.
record ZipTree(Path source) implements ForeignTree {
  private static final int MAX_TARGET_BYTES = 4096;

  /// Bits of a Unix mode that tell the kind of a file (`sys/stat.h`).
  private static final int KIND = 0170000;

  private static final int KIND_FILE = 0100000;

  @Override
  public List<String> surroundings() {
    return List.of(source.getFileName().toString().replaceFirst("(?i)\\.zip$", ""));
  }

  @Override
  public Inventory inventory() {
    var index = new ArchiveIndex(source, surroundings());
    try (var zip = open()) {
      for (var entry : Collections.list(zip.getEntries())) {
        add(entry, zip, index);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw IntakeProblems.damaged(source, e);
    }
    return index.inventory();
  }

  private ZipFile open() throws IOException {
    return ZipFile.builder().setPath(source).get();
  }

  private static void add(ZipArchiveEntry entry, ZipFile zip, ArchiveIndex index)
      throws IOException {
    var name = entry.getName();
    if (entry.isDirectory()) {
      index.folder(name);
    } else if (!zip.canReadEntryData(entry)) {
      index.left(name, "encrypted, or packed in a way that is not read here");
    } else if (entry.isUnixSymlink()) {
      index.symbolicLink(name, target(entry, zip));
    } else if (isContent(entry)) {
      index.file(name, entry.getSize());
    } else {
      throw index.refusal(name, "a device or a pipe");
    }
  }

  /// An archive from a system without Unix modes has none.
  private static boolean isContent(ZipArchiveEntry entry) {
    int kind = entry.getUnixMode() & KIND;
    return kind == 0 || kind == KIND_FILE;
  }

  private static String target(ZipArchiveEntry entry, ZipFile zip) throws IOException {
    try (var in = zip.getInputStream(entry)) {
      return new String(in.readNBytes(MAX_TARGET_BYTES), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void read(Set<String> contents, Receiver receiver) throws InterruptedException {
    try (var zip = open()) {
      for (var entry : Collections.list(zip.getEntries())) {
        var content = EntryName.plain(entry.getName());
        if (contents.contains(content) && !entry.isDirectory() && isContent(entry)) {
          try (var in = zip.getInputStream(entry)) {
            receiver.receive(content, new SourceStream(in, source));
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw IntakeProblems.damaged(source, e);
    }
  }
}
