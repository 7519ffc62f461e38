package voxcrate.engine.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.engine.EngineCode;
import voxcrate.engine.cuda.CudaProblem;
import voxcrate.engine.cuda.CudaRuntime;
import voxcrate.machine.Processor;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What can be wrong with a model, the runtime, or the machine.
public final class ModelProblem {
  private static final Pattern CUDA_FAULT =
      Pattern.compile("CU(?:DA|DNN|BLAS|BLASLT|RAND|FFT) failure \\d+: [^;]*");

  private ModelProblem() {}

  public static ToolException unusable(Path file, String found) {
    return unusable(file, found, null);
  }

  public static ToolException unusable(
      Path file, @Nullable String found, @Nullable Throwable cause) {
    return new ToolException(
        Problem.of(
            EngineCode.MODEL_UNUSABLE,
            "Model cannot be used",
            "loading " + file,
            found == null ? "the runtime refused it" : found,
            "repair the installation: voxcrate-installer install BUNDLE",
            "a model of one's own is converted with voxcrate-bundler convert"),
        cause);
  }

  static ToolException altered(Path file, Digest expected, Digest found) {
    return new ToolException(
        Problem.of(
                EngineCode.MODEL_ALTERED,
                "Model file is not the one that was installed",
                "checking " + file,
                found.toString(),
                "repair the installation: voxcrate-installer install BUNDLE",
                "if it happens again, have the disk checked")
            .expecting(expected.toString()));
  }

  /// What a run ended with. On a card that is full, whoever asked may ask for less.
  static ToolException runFailed(Path file, ExecutionTarget target, Exception cause) {
    var said = String.valueOf(cause.getMessage());
    if (target instanceof ExecutionTarget.Cuda(int device) && isOfMemory(said)) {
      return CudaProblem.tooLittleMemory(device, said, CudaRuntime.loaded().room(device));
    }
    return new ToolException(
        Problem.of(
            EngineCode.RUNTIME_FAILED,
            "Model stopped while it ran",
            "running " + file,
            cause.getMessage() == null ? cause.toString() : cause.getMessage(),
            "check that enough memory is free, then try again",
            "run voxcrate selftest to see whether the installation is sound"),
        cause);
  }

  /// As ONNX Runtime's arena, CUDA, cuBLAS and cuDNN say it.
  private static boolean isOfMemory(String message) {
    return Stream.of(
            "Failed to allocate memory",
            "Available memory of",
            "out of memory",
            "CUBLAS_STATUS_ALLOC_FAILED",
            "CUDNN_STATUS_ALLOC_FAILED")
        .anyMatch(message::contains);
  }

  static ToolException runtimeFailed(Throwable cause) {
    return new ToolException(
        Problem.of(
            EngineCode.RUNTIME_FAILED,
            "Inference runtime does not start on this machine",
            "loading the native libraries of ONNX Runtime",
            innermost(cause).toString(),
            "x86-64 Linux with glibc 2.28 or newer is needed: ldd --version tells",
            "repair the installation: voxcrate-installer install BUNDLE"),
        cause);
  }

  static ToolException processorTooOld(List<String> missing) {
    return new ToolException(
        Problem.of(
                EngineCode.PROCESSOR_TOO_OLD,
                "This processor cannot run the models",
                "looking at " + Processor.DESCRIPTION,
                "no " + String.join(", ", missing) + " among its flags",
                "in a virtual machine: have it show the host's own processor (CPU type 'host')",
                "otherwise take a machine with a processor of 2015 or later")
            .expecting(String.join(", ", Processor.NEEDED)));
  }

  /// A class that could not be initialised says nothing; its cause does.
  private static Throwable innermost(Throwable failure) {
    var inner = failure;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  static ToolException targetUnavailable(ExecutionTarget target, Exception cause) {
    return new ToolException(
        Problem.of(
            EngineCode.TARGET_UNAVAILABLE,
            "Asked-for device cannot be had",
            "preparing " + target.label(),
            gist(cause.getMessage() == null ? cause.toString() : cause.getMessage()),
            "run with --device cpu",
            "a bundle built with --target gpu brings the CUDA libraries"),
        cause);
  }

  /// Of what the runtime says about CUDA, the fault; not its places in the source, nor the host.
  private static String gist(String said) {
    var fault = CUDA_FAULT.matcher(said);
    return fault.find() ? fault.group().strip() : said.strip();
  }
}
