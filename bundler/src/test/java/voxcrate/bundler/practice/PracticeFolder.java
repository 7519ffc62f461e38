package voxcrate.bundler.practice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A folder of two small repositories with the same files, to be served gated and open.
final class PracticeFolder {
  static final String GATED = "acme/gated";
  static final String OPEN = "acme/open";
  static final int MODEL_BYTES = 300_000;

  private PracticeFolder() {}

  static Path in(Path folder) throws IOException {
    for (var repository : new String[] {GATED, OPEN}) {
      write(folder, repository + "/config.yaml", text("task: practice\n"));
      write(folder, repository + "/README.md", text("# " + repository + "\n"));
      write(folder, repository + "/model.bin", model());
      write(folder, repository + "/parts/plda/plda.npz", new byte[] {1, 2, 3});
    }
    return folder;
  }

  static PracticeConfig config() {
    return PracticeConfig.open().gate(GATED, Gate.AUTO);
  }

  static byte[] model() {
    var content = new byte[MODEL_BYTES];
    new Random(7).nextBytes(content);
    return content;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Path folder, String path, byte[] content) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
