package voxcrate.bundler.convert;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.checkpoint.SafetensorsWriter;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.checkpoint.WeightFiles;
import voxcrate.files.Durable;

/// Weights of a pickled checkpoint, written anew as a safetensors file that graphs can point into:
/// nothing pickled goes any further. They lie in a folder inside the one that the model goes to,
/// and disappear from there with it.
final class RewrittenWeights implements AutoCloseable {
  private static final String NAME = ".rewritten";
  private static final String FILE = "model.safetensors";
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path folder;
  private final String original;
  private final WeightFiles files;

  private RewrittenWeights(Path folder, String original, WeightFiles files) {
    this.folder = folder;
    this.original = original;
    this.files = files;
  }

  static RewrittenWeights of(TensorStore pickled, Path outDir) throws IOException {
    var folder = outDir.resolve(NAME);
    Durable.deleteTree(folder);
    Files.createDirectories(folder);
    try {
      try (var out =
          new BufferedOutputStream(Files.newOutputStream(folder.resolve(FILE)), BUFFER_BYTES)) {
        SafetensorsWriter.write(pickled, out);
      }
      return new RewrittenWeights(folder, pickled.file(), WeightFiles.open(folder));
    } catch (IOException | RuntimeException e) {
      Durable.deleteTree(folder);
      throw e;
    }
  }

  TensorStore weights() {
    return files.weights().knownAs(original);
  }

  /// What was written, and its digest.
  Map<Path, Digest> files() {
    return files.published().digests();
  }

  @Override
  public void close() throws IOException {
    files.close();
    Durable.deleteTree(folder);
  }
}
