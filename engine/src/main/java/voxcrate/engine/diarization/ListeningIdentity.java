package voxcrate.engine.diarization;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.Digest;
import voxcrate.engine.EngineCode;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.OnnxRuntime;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Tells whether a run may take up what another one heard: everything that the networks' answers
/// depend on, as one digest.
public final class ListeningIdentity {
  /// Changes when features, windows or the log's form do.
  private static final String VERSION = "voxcrate-listening/1";

  /// With size and time of the last change, enough to tell recordings apart; hashing the whole of
  /// one of a day would take minutes on a slow disk.
  private static final int HEAD_BYTES = 1 << 20;

  private ListeningIdentity() {}

  /// @param choices what is listened to in the files: track, channels, stretch
  public static Digest of(
      List<Path> files, List<String> choices, PipelineModels models, ExecutionTarget target) {
    var lines = new ArrayList<String>();
    lines.add(VERSION);
    lines.add("onnxruntime " + OnnxRuntime.version() + " on " + target.label());
    lines.add("segmentation " + models.segmentation().model().graph().digest());
    lines.add("embedding " + models.embedding().model().graph().digest());
    lines.add("step " + models.parameters().stepFraction());
    lines.add("exclude overlap " + models.parameters().excludeOverlap());
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
