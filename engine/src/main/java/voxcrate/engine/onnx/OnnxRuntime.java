package voxcrate.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.onnx.ExecutionTarget.Cpu;
import voxcrate.engine.onnx.ExecutionTarget.Cuda;
import voxcrate.machine.Processor;
import voxcrate.model.RuntimeStart;
import voxcrate.stop.StopGate;

/// The native inference runtime, loaded when first used.
public final class OnnxRuntime {
  /// An ONNX model of IR version 8, operator set 17: `y = x + x` on one float.
  private static final String PROBE_GRAPH =
      "08083a390a0e0a01780a01781201792203416464120570726f62655a0f0a0178120a0a08080112040a0208"
          + "01620f0a0179120a0a08080112040a02080142021011";

  private static @Nullable OrtEnvironment environment;

  private OnnxRuntime() {}

  /// Loads the native libraries and tells their version.
  ///
  /// @throws voxcrate.problem.ToolException when this machine cannot load them
  public static String version() {
    return environment().getVersion();
  }

  /// Runs a built-in graph of one addition: shows that graphs load and compute there.
  ///
  /// @throws voxcrate.problem.ToolException when they do not
  public static void probe(ExecutionTarget target) {
    try (var _ = StopGate.enter();
        var options = options(target);
        var session = environment().createSession(HexFormat.of().parseHex(PROBE_GRAPH), options);
        var input = OnnxTensor.createTensor(environment(), new float[] {2});
        var results = session.run(Map.of("x", input))) {
      if (!(results.get(0).getValue() instanceof float[] sum) || sum[0] != 4) {
        throw ModelProblem.runtimeFailed(new ArithmeticException("2 + 2 is not 4"));
      }
    } catch (OrtException e) {
      throw target instanceof Cuda
          ? ModelProblem.targetUnavailable(target, e)
          : ModelProblem.runtimeFailed(e);
    }
  }

  /// What is known of a card, for people.
  ///
  /// @throws voxcrate.problem.ToolException when models cannot compute there
  public static String card(Cuda target) {
    var text = CudaTarget.describe(target.device());
    probe(target);
    return text;
  }

  static OrtSession session(Path file, ExecutionTarget target) {
    try (var _ = StopGate.enter();
        var options = options(target)) {
      return environment().createSession(file.toString(), options);
    } catch (OrtException e) {
      throw target instanceof Cuda
          ? ModelProblem.targetUnavailable(target, e)
          : ModelProblem.unusable(file, e.getMessage(), e);
    }
  }

  static OnnxTensor tensor(FloatTensor tensor) throws OrtException {
    return OnnxTensor.createTensor(environment(), tensor.values(), tensor.shape());
  }

  private static synchronized OrtEnvironment environment() {
    if (environment == null) {
      try (var _ = StopGate.enter()) {
        environment = RuntimeStart.of(OnnxRuntime::start);
      }
    }
    return environment;
  }

  private static OrtEnvironment start() {
    var missing = Processor.here().missing();
    if (!missing.isEmpty()) {
      throw ModelProblem.processorTooOld(missing);
    }
    try {
      // Errors are thrown as well; what is logged of them names the host.
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "voxcrate");
    } catch (LinkageError e) {
      throw ModelProblem.runtimeFailed(e);
    }
  }

  private static SessionOptions options(ExecutionTarget target) throws OrtException {
    environment();
    var options = new SessionOptions();
    try {
      switch (target) {
        case Cpu(int threads) -> {
          options.setIntraOpNumThreads(threads);
          options.setInterOpNumThreads(1);
          // An arena keeps what the largest run needed until the session ends, each session its
          // own: 120 MB more for the two models of speakers, and no faster.
          options.setCPUArenaAllocator(false);
        }
        case Cuda(int device) -> addCuda(options, device);
      }
      var profile = OperatorProfile.ofNextSession();
      if (profile.isPresent()) {
        options.enableProfiling(profile.get().toString());
      }
      return options;
    } catch (OrtException | RuntimeException e) {
      options.close();
      throw e;
    }
  }

  /// Chosen by what the options mean; nothing of it has been measured on a card.
  private static void addCuda(SessionOptions options, int device) {
    var ready = CudaTarget.require(device);
    try (var cuda = new OrtCUDAProviderOptions(device)) {
      // The arena grows by what is asked for: two models and what others have leave little else.
      cuda.add("arena_extend_strategy", "kSameAsRequested");
      // Trying all algorithms of cuDNN for each new shape takes longer than a recording gains.
      cuda.add("cudnn_conv_algo_search", "HEURISTIC");
      cuda.add("cudnn_conv_use_max_workspace", "1");
      // Products of single precision keep it: segmentation does not bear ten bits (ADR 13).
      cuda.add("use_tf32", "0");
      if (!ready.cudnn()) {
        cuda.add("enable_cudnn", "0");
      }
      options.addCUDA(cuda);
    } catch (OrtException e) {
      throw ModelProblem.targetUnavailable(new Cuda(device), e);
    }
  }
}
