package voxcrate.bundler.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Programs as the build lays them out, in small: everything is there and nothing works.
public final class SmallPrograms {
  private SmallPrograms() {}

  public static Path in(Path dist) throws IOException {
    write(dist, "installer/bin/voxcrate", "#!/bin/sh\n");
    write(dist, "installer/bin/voxcrate-installer", "#!/bin/sh\n");
    write(dist, "installer/bootstrap/voxcrate-installer", "#!/bin/sh\necho started\n");
    write(dist, "installer/lib/installer-0.1.0.jar", "installer");
    write(dist, "engine/lib/engine-0.1.0.jar", "engine");
    write(dist, "engine/native/libonnxruntime.so", "not really native");
    write(dist, "engine/selftest/clip.rttm", "SPEAKER clip 1 0.0 1.0 <NA> <NA> A <NA> <NA>\n");
    write(dist, "docs/errors.md", "# Errors\n");
    jar(dist.resolve("engine/lib/onnxruntime-1.29.0.jar"));
    return dist;
  }

  private static void write(Path dist, String name, String content) throws IOException {
    var file = dist.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static void jar(Path file) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      entry(out, "ai/onnxruntime/OrtSession.class", "class");
      entry(out, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
      entry(out, "ai/onnxruntime/native/linux-x64/libonnxruntime.so", "native");
      entry(out, "ai/onnxruntime/native/win-x64/onnxruntime.dll", "native");
    }
  }

  private static void entry(ZipOutputStream out, String name, String content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    out.closeEntry();
  }
}
