package voxcrate.engine.resume;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.Digest;
import voxcrate.engine.EngineCode;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.OnnxRuntime;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Tells whether a run may take up what another one did: all that its work depends on, as one
/// digest.
public final class WorkIdentity {
  /// Changes when features, windows or the forms of records do.
  private static final String VERSION = "voxcrate-work/1";

  /// With size and time of the last change, enough to tell recordings apart; hashing the whole of
  /// one of a day would take minutes on a slow disk.
  private static final int HEAD_BYTES = 1 << 20;

  private WorkIdentity() {}

  /// @param choices what is listened to in the files, by which models, and how
  public static Digest of(List<Path> files, ExecutionTarget target, List<String> choices) {
    var lines = new ArrayList<String>();
    lines.add(VERSION);
    lines.add("onnxruntime " + OnnxRuntime.version() + " on " + target.label());
    choices.forEach(choice -> lines.add("choice " + choice));
    files.forEach(file -> lines.add(file(file)));
    return Digest.of(String.join("\n", lines));
  }

  private static String file(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      var head = Digest.of(in.readNBytes(HEAD_BYTES));
      return "file " + Files.size(file) + " " + Files.getLastModifiedTime(file) + " " + head;
    } catch (IOException e) {
      throw new ToolException(
          Problem.of(
              EngineCode.AUDIO_UNREADABLE,
              "Recording cannot be read",
              "reading " + file,
              e.toString(),
              "check the path and its rights"),
          e);
    }
  }
}
