package voxcrate.bundler.convert;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.OnnxWriter;
import voxcrate.files.Durable;
import voxcrate.model.ModelDescriptor.Weights;

/// Where a model lies until it is proven: a folder inside the one that it goes to, which disappears
/// with whatever is left in it.
final class ConversionFolder implements AutoCloseable {
  private static final String NAME = ".unfinished";
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path target;
  private final Path folder;
  private final List<String> written = new ArrayList<>();

  private ConversionFolder(Path target) {
    this.target = target;
    this.folder = target.resolve(NAME);
  }

  static ConversionFolder in(Path target) throws IOException {
    var made = new ConversionFolder(target);
    Durable.deleteTree(made.folder);
    Files.createDirectories(made.folder);
    return made;
  }

  Path path() {
    return folder;
  }

  /// Writes the graphs, and lays beside them the weights that they point into.
  ///
  /// @param digests of the weights' files
  ConvertedFiles write(SequencedMap<String, OnnxGraph> graphs, Map<Path, Digest> digests)
      throws IOException {
    var graphDigests = new LinkedHashMap<String, Digest>();
    var weightFiles = new TreeSet<Path>();
    var weights = new ArrayList<Weights>();
    for (var graph : graphs.entrySet()) {
      // The weights first: what they are read for is needed once more in the graph.
      for (var data : graph.getValue().dataFile().stream().toList()) {
        weights.add(
            new Weights(data, write(data, out -> OnnxWriter.writeData(graph.getValue(), out))));
      }
      graphDigests.put(
          graph.getKey(), write(graph.getKey(), out -> OnnxWriter.write(graph.getValue(), out)));
      weightFiles.addAll(graph.getValue().weightFiles());
    }
    for (var file : weightFiles) {
      var digest = digests.get(file);
      if (digest == null) {
        throw new IllegalArgumentException("no digest of " + file);
      }
      weights.add(new Weights(bringIn(file), digest));
    }
    return new ConvertedFiles(graphDigests, weights);
  }

  /// What fills a file.
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private Digest write(String name, Content content) throws IOException {
    written.add(name);
    var hash = Digest.newHash();
    try (var out =
        new BufferedOutputStream(
            new DigestOutputStream(Files.newOutputStream(folder.resolve(name)), hash),
            BUFFER_BYTES)) {
      content.writeTo(out);
    }
    return Digest.of(hash);
  }

  /// The same file under a second name where the file system can do that, else a copy. Never a
  /// symbolic link: ONNX Runtime follows none out of the model's folder.
  private String bringIn(Path file) throws IOException {
    var name = String.valueOf(file.getFileName());
    written.add(name);
    var here = folder.resolve(name);
    try {
      Files.createLink(here, file.toRealPath());
    } catch (IOException | UnsupportedOperationException _) {
      Files.copy(file, here, StandardCopyOption.REPLACE_EXISTING);
    }
    return name;
  }

  /// Moves everything to where it belongs.
  void finish() throws IOException {
    for (var name : written) {
      Durable.move(folder.resolve(name), target.resolve(name));
    }
  }

  @Override
  public void close() throws IOException {
    Durable.deleteTree(folder);
  }
}
