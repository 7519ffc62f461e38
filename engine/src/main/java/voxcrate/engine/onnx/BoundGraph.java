package voxcrate.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Weights;
import voxcrate.stop.StopGate;

/// A loaded graph that is run again and again on the same memory: what it reads and where it writes
/// is bound by name and stays bound. Input and output may be bound to one tensor; nothing is copied
/// then, nor through the heap at any time.
///
/// Owns its session: whoever opens it closes it. Bound tensors belong to the caller, and have to be
/// there as long as the graph runs on them. Not thread-safe.
public final class BoundGraph implements AutoCloseable {
  private final Path file;
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

  private BoundGraph(Path file, OrtSession session) {
    this.file = file;
    this.session = session;
  }

  /// Loads a graph from a model's folder, after its bytes and those of its weights have been
  /// compared with their digests.
  ///
  /// @param weights files that the graph points into
  /// @param inputs names that it has to take, and takes no others
  /// @param outputs names that it has to give
  /// @throws voxcrate.problem.ToolException when a file is absent or altered, the graph is another,
  ///     or the target cannot run it
  public static BoundGraph open(
      Path folder,
      Graph graph,
      List<Weights> weights,
      Set<String> inputs,
      Set<String> outputs,
      ExecutionTarget target) {
    weights.forEach(stated -> OnnxModel.verified(folder, stated));
    var file = OnnxModel.verified(folder, graph);
    var bound = new BoundGraph(file, OnnxRuntime.session(file, target));
    try {
      bound.requireNames("input", inputs, bound.session.getInputNames());
      bound.requireNames("output", outputs, bound.session.getOutputNames());
      if (bound.session.getNumInputs() != inputs.size()) {
        throw ModelProblem.unusable(
            file, "it takes " + bound.session.getInputNames() + ", wanted " + inputs);
      }
    } catch (RuntimeException e) {
      bound.close();
      throw e;
    }
    return bound;
  }

  private void requireNames(String kind, Collection<String> wanted, Set<String> found) {
    for (var name : wanted) {
      if (!found.contains(name)) {
        throw ModelProblem.unusable(file, "no " + kind + " '" + name + "', there is " + found);
      }
    }
  }

  public void bindInput(String name, FloatTensor tensor) {
    bind(inputs, name, () -> OnnxRuntime.tensor(tensor));
  }

  public void bindInput(String name, LongTensor tensor) {
    bind(inputs, name, () -> OnnxRuntime.tensor(tensor));
  }

  public void bindOutput(String name, FloatTensor tensor) {
    bind(outputs, name, () -> OnnxRuntime.tensor(tensor));
  }

  /// The output is not wanted any more.
  public void unbindOutput(String name) {
    close(outputs.remove(name));
  }

  /// Reads what is bound, and writes what is bound.
  ///
  /// @throws voxcrate.problem.ToolException when the runtime cannot go on, or a shape does not fit
  public void run() {
    try (var _ = StopGate.enter()) {
      session.run(inputs, Set.of(), outputs).close();
    } catch (OrtException e) {
      throw ModelProblem.runFailed(file, e);
    }
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
    inputs.clear();
    outputs.clear();
    try (var _ = StopGate.enter()) {
      session.close();
    } catch (OrtException e) {
      throw ModelProblem.runFailed(file, e);
    }
  }

  private void bind(Map<String, OnnxTensor> bound, String name, Handle handle) {
    try {
      close(bound.put(name, handle.make()));
    } catch (OrtException e) {
      throw ModelProblem.runFailed(file, e);
    }
  }

  private static void close(@Nullable OnnxTensor tensor) {
    if (tensor != null) {
      tensor.close();
    }
  }

  private interface Handle {
    OnnxTensor make() throws OrtException;
  }
}
