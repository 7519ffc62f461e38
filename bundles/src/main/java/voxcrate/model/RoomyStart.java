package voxcrate.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Starts ONNX Runtime on a stack that this process's command line fits on.
///
/// ONNX Runtime 1.29 searches the command line by a regular expression when its environment is
/// made, and that recurses once for every character. The usual stack ends at some 4,000 characters,
/// which is 150 recordings, and the process ends with it, without a word.
public final class RoomyStart {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final long STACK_BYTES = 1 << 20;

  /// Measured: between 256 and 320.
  private static final long STACK_BYTES_PER_CHARACTER = 512;

  private RoomyStart() {}

  /// Not to be given up half-way; it does not take long.
  ///
  /// @param start makes the environment; what it throws is thrown here
  public static <T> T of(Supplier<T> start) {
    var done = new CompletableFuture<T>();
    long stackBytes = STACK_BYTES + STACK_BYTES_PER_CHARACTER * commandLineBytes();
    new Thread(null, () -> complete(done, start), "onnxruntime-start", stackBytes).start();
    try {
      return done.join();
    } catch (CompletionException e) {
      throw unchecked(e.getCause());
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
