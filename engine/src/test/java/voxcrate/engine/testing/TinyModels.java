package voxcrate.engine.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import voxcrate.bundle.Digest;
import voxcrate.engine.clustering.PldaSpace;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Plda;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.model.ModelDescriptor.SpeechModel;
import voxcrate.model.ModelDescriptor.Vbx;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.model.Precision;

/// A pipeline of two tiny networks with random weights, in the form the converter leaves.
public final class TinyModels {
  /// Holds `voxcrate-test/diarization-tiny` and its two models.
  public static final Path FOLDER = Path.of("src/test/resources/models");

  private TinyModels() {}

  /// Copies the three of [#FOLDER] and adds the pipeline `voxcrate-test/vbx-tiny`: the same two
  /// networks, and a PLDA from 16 to 8 dimensions that leaves every second axis as it is.
  public static void writeVbx(Path folder) throws IOException {
    for (var model : List.of("segmentation-tiny", "embedding-tiny", "diarization-tiny")) {
      try (var files = Files.list(FOLDER.resolve(model))) {
        for (var file : files.toList()) {
          var copy = folder.resolve(model).resolve(file.getFileName());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    var numbers = plda(16, 8);
    writeVbx(folder, numbers, new Plda("plda.f64", Digest.of(numbers), 16, 8));
  }

  /// Writes the pipeline alone, with any bytes as its PLDA and anything said of them.
  public static void writeVbx(Path folder, byte[] numbers, Plda stated) throws IOException {
    var speech =
        new Diarization(
            "voxcrate-test/segmentation-tiny",
            "voxcrate-test/embedding-tiny",
            0.1,
            true,
            new Vbx(0.6, 0.07, 0.8, stated),
            0);
    Files.createDirectories(folder.resolve("vbx-tiny"));
    Files.write(folder.resolve("vbx-tiny/plda.f64"), numbers);
    write(folder.resolve("vbx-tiny"), "voxcrate-test/vbx-tiny", speech);
  }

  /// The bytes of such a PLDA.
  public static byte[] plda(int inputs, int dimension) {
    int count = Math.toIntExact(PldaSpace.numbers(inputs, dimension));
    var numbers = ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int transform = inputs + inputs * dimension + 2 * dimension;
    for (int axis = 0; axis < dimension; axis++) {
      numbers.putDouble((inputs + 2 * axis * dimension + axis) * Double.BYTES, 1);
      numbers.putDouble((transform + axis * dimension + axis) * Double.BYTES, 1);
      numbers.putDouble((count - dimension + axis) * Double.BYTES, 8 - axis);
    }
    return numbers.array();
  }

  /// Writes the descriptor of a model that finds the times of words, by default `org/align` of no
  /// known language; no graph.
  public static void writeAlignment(Path folder) throws IOException {
    writeAlignment(folder, "org/align", List.of());
  }

  public static void writeAlignment(Path folder, String name, List<String> languages)
      throws IOException {
    writeAlignment(folder, name, languages, List.of("-", "|", "a"));
  }

  /// @param labels by class
  public static void writeAlignment(
      Path folder, String name, List<String> languages, List<String> labels) throws IOException {
    var graph = new Graph("model.onnx", Digest.of("graph"));
    var speech =
        new Alignment(
            graph, List.of(), 16_000, true, 320, 400, labels, 0, OptionalInt.of(1), languages);
    write(folder, name, speech);
  }

  private static void write(Path folder, String name, SpeechModel speech) throws IOException {
    var provenance =
        new Provenance(null, Digest.of("source"), "voxcrate 0.1.0", "MIT", Precision.F32, null);
    Files.createDirectories(folder);
    Files.write(
        folder.resolve(ModelDescriptor.FILE_NAME),
        ModelDescriptorCodec.write(new ModelDescriptor(name, provenance, speech)));
  }
}
