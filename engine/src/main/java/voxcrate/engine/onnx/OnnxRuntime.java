package voxcrate.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;
import voxcrate.engine.onnx.ExecutionTarget.Cpu;
import voxcrate.engine.onnx.ExecutionTarget.Cuda;

/// The native inference runtime, loaded when first used.
public final class OnnxRuntime {
  private OnnxRuntime() {}

  /// Loads the native libraries and tells their version.
  ///
  /// @throws voxcrate.problem.ToolException when this machine cannot load them
  public static String version() {
    return environment().getVersion();
  }

  static OrtSession session(Path file, ExecutionTarget target) {
    try (var options = options(target)) {
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

  private static OrtEnvironment environment() {
    try {
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "voxcrate");
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
        }
        case Cuda(int device) -> addCuda(options, device);
      }
      return options;
    } catch (OrtException | RuntimeException e) {
      options.close();
      throw e;
    }
  }

  /// Fails where the CUDA libraries are not part of this release or cannot be loaded.
  private static void addCuda(SessionOptions options, int device) {
    try {
      options.addCUDA(device);
    } catch (OrtException e) {
      throw ModelProblem.targetUnavailable(new Cuda(device), e);
    }
  }
}
