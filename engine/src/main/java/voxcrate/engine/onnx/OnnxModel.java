package voxcrate.engine.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import voxcrate.bundle.Digest;
import voxcrate.engine.onnx.GraphSignature.Port;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.ModelFile;
import voxcrate.stop.StopGate;

/// One loaded ONNX graph. Owns its session: whoever opens it closes it. Runs may come from several
/// threads.
public final class OnnxModel implements AutoCloseable {
  private final Path file;
  private final GraphSignature signature;
  private final ExecutionTarget target;
  private final OrtSession session;

  private OnnxModel(
      Path file, GraphSignature signature, ExecutionTarget target, OrtSession session) {
    this.file = file;
    this.target = target;
    this.signature = signature;
    this.session = session;
  }

  /// Loads a graph from a model's folder, after its bytes have been compared with their digest.
  ///
  /// @throws voxcrate.problem.ToolException when the file is absent or altered, is no graph of this
  ///     signature, or the target cannot run it
  public static OnnxModel open(
      Path folder, Graph graph, GraphSignature signature, ExecutionTarget target) {
    var file = verified(folder, graph);
    var session = OnnxRuntime.session(file, target);
    var model = new OnnxModel(file, signature, target, session);
    try {
      model.requireSignature();
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
    return model;
  }

  /// A file of a model, once its digest is the one that was stated.
  public static Path verified(Path folder, ModelFile stated) {
    var file = folder.resolve(stated.file());
    if (!Files.isRegularFile(file)) {
      throw ModelProblem.unusable(file, "the file that model.json names is not there");
    }
    var found = Digest.of(file);
    if (!found.equals(stated.digest())) {
      throw ModelProblem.altered(file, stated.digest(), found);
    }
    return file;
  }

  /// Runs the graph on inputs in the order of the signature, from the processor's memory to it.
  ///
  /// @throws voxcrate.problem.ToolException when the runtime cannot go on, or a card has not enough
  ///     memory for it (`CARD_MEMORY`)
  public FloatTensor run(FloatTensor... inputs) {
    var tensors = new LinkedHashMap<String, OnnxTensor>();
    try (var _ = StopGate.enter()) {
      for (int i = 0; i < inputs.length; i++) {
        tensors.put(signature.inputs().get(i).name(), OnnxRuntime.tensor(inputs[i]));
      }
      try (var results = session.run(tensors)) {
        var output = (OnnxTensor) results.get(signature.output().name()).orElseThrow();
        return FloatTensor.wrap(output.getFloatBuffer(), output.getInfo().getShape());
      }
    } catch (OrtException e) {
      throw ModelProblem.runFailed(file, target, e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    try (var _ = StopGate.enter()) {
      session.close();
    } catch (OrtException e) {
      throw ModelProblem.runFailed(file, target, e);
    }
  }

  private void requireSignature() {
    try {
      for (var input : signature.inputs()) {
        require("input", input, session.getInputInfo());
      }
      require("output", signature.output(), session.getOutputInfo());
    } catch (OrtException e) {
      throw ModelProblem.runFailed(file, target, e);
    }
  }

  private void require(String kind, Port port, Map<String, NodeInfo> nodes) {
    var node = nodes.get(port.name());
    if (node == null) {
      throw ModelProblem.unusable(
          file, "no " + kind + " '" + port.name() + "', there is " + nodes.keySet());
    }
    if (!(node.getInfo() instanceof TensorInfo info)
        || info.type != OnnxJavaType.FLOAT
        || !port.accepts(info.getShape())) {
      throw ModelProblem.unusable(
          file,
          kind + " '" + port.name() + "' is " + node.getInfo() + ", wanted floats " + port.shape());
    }
  }
}
