package voxcrate.bundler.convert.calibration;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.OnnxWriter;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.RuntimeStart;
import voxcrate.problem.ToolException;
import voxcrate.stop.StopGate;

/// An embedding network in ONNX Runtime of which single numbers are wanted, such as the largest of
/// an image inside.
final class ObservedGraph implements AutoCloseable {
  private final OrtEnvironment environment = RuntimeStart.of(OrtEnvironment::getEnvironment);
  private final String file;
  private final OrtSession session;

  /// With one thread: sums are added up in the same order everywhere.
  ///
  /// @param file of the checkpoint
  /// @throws voxcrate.problem.ToolException when the graph does not run
  ObservedGraph(OnnxGraph graph, String file) throws IOException {
    this.file = file;
    var bytes = new ByteArrayOutputStream();
    OnnxWriter.write(graph, bytes);
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      this.session = environment.createSession(bytes.toByteArray(), options);
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  private ToolException refused(OrtException e) {
    return Refusal.architecture(file, "ONNX Runtime says: " + e.getMessage());
  }

  /// The outputs of one number, by name, for one speaker who is always active.
  ///
  /// @param features frames × bins
  /// @param trunkFrames that come of them
  /// @throws voxcrate.problem.ToolException when the graph does not run
  Map<String, Float> numbers(float[] features, int bins, int trunkFrames) {
    var always = new float[trunkFrames];
    Arrays.fill(always, 1);
    try (var _ = StopGate.enter();
        var image = tensor(features, 1, features.length / bins, bins);
        var weights = tensor(always, 1, 1, trunkFrames);
        var result = session.run(Map.of("features", image, "weights", weights))) {
      var numbers = new LinkedHashMap<String, Float>();
      result.forEach(output -> addNumber(numbers, output.getKey(), (OnnxTensor) output.getValue()));
      return numbers;
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  private static void addNumber(Map<String, Float> numbers, String name, OnnxTensor output) {
    var buffer = output.getFloatBuffer();
    if (buffer.remaining() == 1) {
      numbers.put(name, buffer.get());
    }
  }

  private OnnxTensor tensor(float[] numbers, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers), shape);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw refused(e);
    }
  }
}
