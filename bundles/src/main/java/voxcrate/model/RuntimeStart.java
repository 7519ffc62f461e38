package voxcrate.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Starts ONNX Runtime without two things that it does when its environment is made.
///
/// It reports to its maker. The builds of 1.29 for Linux hold a telemetry client: it writes an
/// identity of the machine and a database into the user's cache, looks up the collector's name and
/// sends what was run. `ORT_DISABLE_TELEMETRY` is read when the environment is made, and nothing of
/// that begins (seen with strace: no file, no socket). Our launchers set it; whoever starts the
/// engine otherwise gets it here.
///
/// It searches the command line by a regular expression, and that recurses once for every
/// character. The usual stack ends at some 4,000 characters, which is 150 recordings, and the
/// process ends with it, without a word. So it starts on a stack that the command line fits on.
public final class RuntimeStart {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final long STACK_BYTES = 1 << 20;

  /// Measured: between 256 and 320.
  private static final long STACK_BYTES_PER_CHARACTER = 512;

  private static final String NO_TELEMETRY = "ORT_DISABLE_TELEMETRY";

  private RuntimeStart() {}

  /// Not to be given up half-way; it does not take long.
  ///
  /// @param start makes the environment; what it throws is thrown here
  public static <T> T of(Supplier<T> start) {
    if (System.getenv(NO_TELEMETRY) == null) {
      setVariable(NO_TELEMETRY, "1");
    }
    var done = new CompletableFuture<T>();
    long stackBytes = STACK_BYTES + STACK_BYTES_PER_CHARACTER * commandLineBytes();
    new Thread(null, () -> complete(done, start), "onnxruntime-start", stackBytes).start();
    try {
      return done.join();
    } catch (CompletionException e) {
      throw unchecked(e.getCause());
    }
  }

  /// Java cannot change its own process's environment; the C library can. Where it has no such
  /// function (Windows), the runtime has no such client either.
  private static void setVariable(String name, String value) {
    var linker = Linker.nativeLinker();
    var setenv = linker.defaultLookup().find("setenv");
    if (setenv.isEmpty()) {
      return;
    }
    var call =
        linker.downcallHandle(
            setenv.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (var memory = Arena.ofConfined()) {
      int status = (int) call.invokeExact(memory.allocateFrom(name), memory.allocateFrom(value), 1);
      if (status != 0) {
        throw new IllegalStateException("setenv failed: telemetry would stay on");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("setenv failed: telemetry would stay on", e);
    }
  }

  private static <T> void complete(CompletableFuture<T> done, Supplier<T> start) {
    try {
      done.complete(start.get());
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }

  private static RuntimeException unchecked(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(failure);
  }

  /// 0 where the system has no such file; other systems were not measured.
  private static long commandLineBytes() {
    try {
      return Files.readAllBytes(COMMAND_LINE).length;
    } catch (IOException _) {
      return 0;
    }
  }
}
