package voxcrate.bundler.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import voxcrate.files.Durable;
import voxcrate.json.JsonException;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Where a [Lock] is kept: beside what is built from it, and under version control with it.
public record LockFile(Path path) {
  /// In the working folder, where nothing else is said.
  public static final String USUAL_NAME = "voxcrate.lock";

  private static final long MAX_BYTES = 64L << 20;

  /// Empty where there is no such file yet.
  ///
  /// @throws ToolException where it is something else than a lock: what it held would be lost
  public Lock read() {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new JsonException("a file of " + Files.size(path) + " bytes");
      }
      return LockCodec.read(Files.readAllBytes(path));
    } catch (NoSuchFileException _) {
      return Lock.EMPTY;
    } catch (IOException | JsonException e) {
      throw new ToolException(
          Problem.of(
                  LockCode.UNUSABLE,
                  "The lock file cannot be read",
                  "reading " + path.toAbsolutePath(),
                  String.valueOf(e.getMessage()),
                  "take it back from your version control, or from where the bundle was built",
                  "or remove it: the next fetch writes it anew, from what the hub has then")
              .expecting("a lock file in the form voxcrate-lock/1"),
          e);
    }
  }

  /// Replaces the file in one step; one that holds this already is left alone.
  public void write(Lock lock) {
    var content = LockCodec.write(lock);
    try {
      if (!Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), content)) {
        Durable.write(path, content, "rw-r--r--");
      }
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              LockCode.NOT_WRITTEN,
              "The lock file cannot be written",
              "writing " + path.toAbsolutePath(),
              e.getClass().getSimpleName() + " " + e.getMessage(),
              "what was fetched is complete; run again where the file can be written: --lock FILE"),
          e);
    }
  }
}
