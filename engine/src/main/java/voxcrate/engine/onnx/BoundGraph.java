package voxcrate.engine.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.cuda.CudaRuntime;
import voxcrate.engine.onnx.ExecutionTarget.Cpu;
import voxcrate.engine.onnx.ExecutionTarget.Cuda;
import voxcrate.model.ModelDescriptor.Graph;
import voxcrate.model.ModelDescriptor.Weights;
import voxcrate.stop.StopGate;

/// A loaded graph that is run again and again on the same memory: what it reads and where it writes
/// is bound by name and stays bound. Input and output may be bound to one tensor; nothing is copied
/// then, nor through the heap at any time.
///
/// On a card, tensors of [#memory] stay there; small ones that the processor fills are copied for
/// each run.
///
/// Owns its session: whoever opens it closes it. Bound tensors belong to the caller, and have to be
/// there as long as the graph runs on them. Not thread-safe.
public final class BoundGraph implements AutoCloseable {
  private final Path file;
  private final ExecutionTarget target;
  private final OrtSession session;
  private final RuntimeApi runtime = RuntimeApi.get();
  private final MemorySegment handle;
  private final MemorySegment binding;
  private final Arena arena = Arena.ofShared();
  private final Map<String, MemorySegment> names = new HashMap<>();
  private final Map<String, Bound> inputs = new LinkedHashMap<>();
  private final Map<String, Bound> outputs = new LinkedHashMap<>();

  private BoundGraph(Path file, ExecutionTarget target, OrtSession session) {
    this.file = file;
    this.target = target;
    this.session = session;
    this.handle = RuntimeApi.handle(session);
    this.binding = runtime.binding(handle);
  }

  /// What a name is bound to.
  ///
  /// @param name as the runtime takes it
  /// @param tensor the runtime's view of the memory
  /// @param memory is kept from being given back as long as it is bound
  /// @param copied whether each run has to be given it anew
  private record Bound(
      MemorySegment name, MemorySegment tensor, MemorySegment memory, boolean copied) {}

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
    var bound = new BoundGraph(file, target, OnnxRuntime.session(file, target));
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

  /// New memory where the graph computes, for what only it reads and writes. The caller closes it.
  public TensorMemory memory() {
    return switch (target) {
      case Cpu _ -> TensorMemory.ofHost();
      case Cuda(int device) -> TensorMemory.ofCard(CudaRuntime.loaded(), device);
    };
  }

  public void bindInput(String name, FloatTensor tensor) {
    bindInput(
        name, bound(name, tensor.segment(), tensor.onHost(), RuntimeApi.FLOAT, tensor.shape()));
  }

  public void bindInput(String name, LongTensor tensor) {
    bindInput(name, bound(name, tensor.segment(), true, RuntimeApi.INT64, tensor.shape()));
  }

  public void bindOutput(String name, FloatTensor tensor) {
    var bound = bound(name, tensor.segment(), tensor.onHost(), RuntimeApi.FLOAT, tensor.shape());
    attempt(() -> runtime.bindOutput(binding, bound.name, bound.tensor));
    release(outputs.put(name, bound));
  }

  /// The output is not wanted any more.
  public void unbindOutput(String name) {
    release(outputs.remove(name));
    runtime.clearOutputs(binding);
    outputs
        .values()
        .forEach(bound -> attempt(() -> runtime.bindOutput(binding, bound.name, bound.tensor)));
  }

  private void bindInput(String name, Bound bound) {
    if (!bound.copied) {
      attempt(() -> runtime.bindInput(binding, bound.name, bound.tensor));
    }
    release(inputs.put(name, bound));
  }

  private Bound bound(String name, MemorySegment memory, boolean onHost, int type, long[] shape) {
    var place = onHost ? runtime.host() : runtime.card(target);
    return new Bound(
        names.computeIfAbsent(name, arena::allocateFrom),
        runtime.tensor(place, memory, type, shape),
        memory,
        onHost && target instanceof Cuda);
  }

  /// Reads what is bound, and writes what is bound.
  ///
  /// @throws voxcrate.problem.ToolException when the runtime cannot go on, a shape does not fit, or
  ///     a card has not enough memory for it (`CARD_MEMORY`)
  public void run() {
    try (var _ = StopGate.enter()) {
      attempt(
          () -> {
            for (var bound : inputs.values()) {
              if (bound.copied) {
                runtime.bindInput(binding, bound.name, bound.tensor);
              }
            }
            runtime.run(handle, binding);
          });
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeApiException e) {
      throw ModelProblem.runFailed(file, target, e);
    }
  }

  @Override
  public void close() {
    runtime.releaseBinding(binding);
    inputs.values().forEach(this::release);
    outputs.values().forEach(this::release);
    inputs.clear();
    outputs.clear();
    arena.close();
    try (var _ = StopGate.enter()) {
      session.close();
    } catch (OrtException e) {
      throw ModelProblem.runFailed(file, target, e);
    }
  }

  private void release(@Nullable Bound bound) {
    if (bound != null) {
      runtime.releaseTensor(bound.tensor);
    }
  }
}
