package voxcrate.bundler.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes a jar again without some of its entries; the same jar gives the same bytes. Nothing is
/// compressed, so no version of zlib shows in the result.
final class StrippedJar {
  /// The first instant that a jar can hold without an extra field.
  private static final FileTime ENTRY_TIME = FileTime.from(Instant.parse("1980-02-01T00:00:00Z"));

  /// ONNX Runtime's jar carries native files for every platform: 50 MB that are laid out as files
  /// for the one that is needed.
  static final Predicate<String> ONNX_RUNTIME_NATIVES =
      name -> name.startsWith("ai/onnxruntime/native/");

  private StrippedJar() {}

  static boolean isOnnxRuntime(Path jar) {
    return String.valueOf(jar.getFileName()).startsWith("onnxruntime");
  }

  static void write(Path jar, Predicate<String> unwanted, Path target) throws IOException {
    try (var source = new ZipFile(jar.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(target))) {
      out.setMethod(ZipOutputStream.STORED);
      var entries = new ArrayList<ZipEntry>(Collections.list(source.entries()));
      entries.removeIf(entry -> entry.isDirectory() || unwanted.test(entry.getName()));
      // The JDK reads a jar's manifest only where it comes first.
      entries.sort(
          Comparator.<ZipEntry, Boolean>comparing(
                  entry -> !entry.getName().equals("META-INF/MANIFEST.MF"))
              .thenComparing(ZipEntry::getName));
      for (var entry : entries) {
        try (var in = source.getInputStream(entry)) {
          copy(entry.getName(), in.readAllBytes(), out);
        }
      }
    }
  }

  private static void copy(String name, byte[] content, ZipOutputStream out) throws IOException {
    var crc = new CRC32();
    crc.update(content);
    var entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(
        java.time.LocalDateTime.ofInstant(ENTRY_TIME.toInstant(), java.time.ZoneOffset.UTC));
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
