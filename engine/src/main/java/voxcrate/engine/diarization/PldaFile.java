package voxcrate.engine.diarization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import voxcrate.engine.clustering.PldaSpace;
import voxcrate.engine.onnx.ModelProblem;
import voxcrate.engine.onnx.OnnxModel;
import voxcrate.model.ModelDescriptor.Plda;

/// The numbers of a PLDA in a pipeline's folder. Their order is that of [Plda].
final class PldaFile {
  private PldaFile() {}

  /// @throws voxcrate.problem.ToolException when the file is absent or altered, or of another size
  ///     than such a PLDA has
  static PldaSpace read(Path folder, Plda plda) {
    var file = OnnxModel.verified(folder, plda);
    long numbers = PldaSpace.numbers(plda.inputDimension(), plda.dimension());
    try {
      long bytes = Files.size(file);
      if (bytes % Double.BYTES != 0 || bytes / Double.BYTES != numbers) {
        throw ModelProblem.unusable(
            file, "it has " + bytes + " bytes, the PLDA of model.json " + numbers + " numbers");
      }
      var content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      return PldaSpace.of(content.asDoubleBuffer(), plda.inputDimension(), plda.dimension());
    } catch (IOException e) {
      throw ModelProblem.unusable(file, e.getMessage(), e);
    }
  }
}
