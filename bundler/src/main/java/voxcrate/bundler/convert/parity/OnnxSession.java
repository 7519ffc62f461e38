package voxcrate.bundler.convert.parity;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import voxcrate.model.RoomyStart;

/// A converted model in ONNX Runtime, for comparing.
final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment = RoomyStart.of(OrtEnvironment::getEnvironment);
  private final OrtSession session;

  /// Numbers in row-major order, and their shape.
  record Input(FloatBuffer numbers, List<Long> shape) {
    static Input of(float[] numbers, long... shape) {
      return new Input(FloatBuffer.wrap(numbers), Arrays.stream(shape).boxed().toList());
    }

    private OnnxTensor tensor(OrtEnvironment environment) throws OrtException {
      var axes = shape.stream().mapToLong(Long::longValue).toArray();
      return OnnxTensor.createTensor(environment, numbers, axes);
    }
  }

  OnnxSession(Path model) throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      this.session = environment.createSession(model.toString(), options);
    }
  }

  /// The model's only output, in row-major order.
  float[] run(Map<String, Input> inputs) throws OrtException {
    var tensors = new LinkedHashMap<String, OnnxTensor>();
    try {
      for (var input : inputs.entrySet()) {
        tensors.put(input.getKey(), input.getValue().tensor(environment));
      }
      try (var result = session.run(tensors)) {
        var buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
        var output = new float[buffer.remaining()];
        buffer.get(output);
        return output;
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
