package voxcrate.engine.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import voxcrate.bundle.Digest;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.model.ModelDescriptorCodec;

/// A pipeline of two tiny networks with random weights, in the form the converter leaves.
public final class TinyModels {
  /// Holds `voxcrate-test/diarization-tiny` and its two models.
  public static final Path FOLDER = Path.of("src/test/resources/models");

  private TinyModels() {}

  /// Writes the descriptor of a model `org/align` that finds the times of words; no graph.
  public static void writeAlignment(Path folder) throws IOException {
    var graph = new Graph("model.onnx", Digest.of("graph"));
    var speech =
        new Alignment(graph, 16_000, true, 320, 400, List.of("-", "|", "a"), 0, OptionalInt.of(1));
    var provenance = new Provenance(null, Digest.of("source"), "voxcrate 0.1.0", "MIT", null);
    Files.createDirectories(folder);
    Files.write(
        folder.resolve(ModelDescriptor.FILE_NAME),
        ModelDescriptorCodec.write(new ModelDescriptor("org/align", provenance, speech)));
  }
}
