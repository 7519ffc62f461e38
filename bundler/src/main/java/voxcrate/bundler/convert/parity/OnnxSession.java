package voxcrate.bundler.convert.parity;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import voxcrate.model.RuntimeStart;
import voxcrate.stop.StopGate;

/// A converted model in ONNX Runtime, for comparing: the graph as it is written, in little memory.
///
/// A session for speed keeps most weights several times: as they lie in the file, in single
/// precision where the graph says so, and once more in the order in which the processor multiplies
/// them. Here the weights stay mapped files, and what is made of them lives as long as the node
/// that needs it. For the little audio that is compared this is no slower.
final class OnnxSession implements AutoCloseable {
  /// `kOrtSessionOptionsConfigDisablePrepacking`
  private static final String NO_SECOND_COPY = "session.disable_prepacking";

  private final OrtEnvironment environment = RuntimeStart.of(OrtEnvironment::getEnvironment);
  private final OrtSession session;

  /// Numbers in row-major order, and their shape.
  sealed interface Input {
    static Floats of(float[] numbers, long... shape) {
      return new Floats(FloatBuffer.wrap(numbers), Arrays.stream(shape).boxed().toList());
    }

    static Wholes of(long[] numbers, long... shape) {
      return new Wholes(LongBuffer.wrap(numbers), Arrays.stream(shape).boxed().toList());
    }

    List<Long> shape();

    OnnxTensor tensor(OrtEnvironment environment) throws OrtException;

    /// As ONNX Runtime wants the shape.
    default long[] axes() {
      return shape().stream().mapToLong(Long::longValue).toArray();
    }
  }

  /// Of single precision; what a graph gives can be given to it again.
  record Floats(FloatBuffer numbers, List<Long> shape) implements Input {
    private static Floats of(OnnxTensor tensor) {
      var shape = Arrays.stream(tensor.getInfo().getShape()).boxed().toList();
      return new Floats(tensor.getFloatBuffer(), shape);
    }

    @Override
    public OnnxTensor tensor(OrtEnvironment environment) throws OrtException {
      return OnnxTensor.createTensor(environment, numbers.duplicate(), axes());
    }

    float[] toArray() {
      var array = new float[numbers.remaining()];
      numbers.duplicate().get(array);
      return array;
    }
  }

  /// Integers of 64 bits.
  record Wholes(LongBuffer numbers, List<Long> shape) implements Input {
    @Override
    public OnnxTensor tensor(OrtEnvironment environment) throws OrtException {
      return OnnxTensor.createTensor(environment, numbers.duplicate(), axes());
    }
  }

  OnnxSession(Path model) throws OrtException {
    try (var _ = StopGate.enter();
        var options = new OrtSession.SessionOptions()) {
      // Warns of every cache that is not written in place.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setOptimizationLevel(OptLevel.NO_OPT);
      options.setCPUArenaAllocator(false);
      options.addConfigEntry(NO_SECOND_COPY, "1");
      this.session = environment.createSession(model.toString(), options);
    }
  }

  /// The first output, in row-major order; most models have no other.
  float[] run(Map<String, Floats> inputs) throws OrtException {
    return outputs(inputs).values().iterator().next().toArray();
  }

  /// By name, in the order of the graph.
  Map<String, Floats> outputs(Map<String, ? extends Input> inputs) throws OrtException {
    var tensors = new LinkedHashMap<String, OnnxTensor>();
    try (var _ = StopGate.enter()) {
      for (var input : inputs.entrySet()) {
        tensors.put(input.getKey(), input.getValue().tensor(environment));
      }
      try (var result = session.run(tensors)) {
        var outputs = new LinkedHashMap<String, Floats>();
        result.forEach(
            output -> outputs.put(output.getKey(), Floats.of((OnnxTensor) output.getValue())));
        return outputs;
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
