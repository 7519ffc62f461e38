package voxcrate.bundler.convert;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/// Runs a converted model as the engine would.
final class OnnxRun {
  private OnnxRun() {}

  static float[] segmentation(Path model, float[] waveform) throws OrtException {
    var environment = OrtEnvironment.getEnvironment();
    try (var session =
            environment.createSession(model.toString(), new OrtSession.SessionOptions());
        var input = tensor(environment, waveform, 1, 1, waveform.length);
        var result = session.run(Map.of("waveform", input))) {
      return floats((OnnxTensor) result.get("log_probabilities").orElseThrow());
    }
  }

  /// @param features frames × bins
  /// @param masks speakers × trunk frames
  static float[] embedding(Path model, float[] features, int bins, float[] masks, int speakers)
      throws OrtException {
    var environment = OrtEnvironment.getEnvironment();
    try (var session =
            environment.createSession(model.toString(), new OrtSession.SessionOptions());
        var image = tensor(environment, features, 1, features.length / bins, bins);
        var weights = tensor(environment, masks, 1, speakers, masks.length / speakers);
        var result = session.run(Map.of("features", image, "weights", weights))) {
      return floats((OnnxTensor) result.get("embeddings").orElseThrow());
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, float[] numbers, long... shape)
      throws OrtException {
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers), shape);
  }

  private static float[] floats(OnnxTensor tensor) {
    var buffer = tensor.getFloatBuffer();
    var floats = new float[buffer.remaining()];
    buffer.get(floats);
    return floats;
  }
}
