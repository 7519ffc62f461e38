package voxcrate.engine.score;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import voxcrate.engine.EngineCode;
import voxcrate.json.JsonException;
import voxcrate.json.JsonReader;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Reads what was said from a file: the texts of the `segments` of a `.json` (as WhisperX and we
/// write it), else the file as it is (UTF-8).
public final class SaidText {
  private SaidText() {}

  /// @throws ToolException where it cannot be read
  public static String read(Path file) {
    try {
      return file.toString().endsWith(".json") ? segments(file) : Files.readString(file);
    } catch (IOException | JsonException e) {
      throw new ToolException(
          Problem.of(
              EngineCode.TEXT_UNREADABLE,
              "Text cannot be read",
              "reading " + file,
              String.valueOf(e.getMessage()),
              "give a text in UTF-8, or a transcript in JSON as voxcrate or WhisperX writes it"),
          e);
    }
  }

  private static String segments(Path file) throws IOException {
    return JsonReader.readObject(Files.readAllBytes(file)).objects("segments").stream()
        .map(segment -> segment.text("text"))
        .collect(Collectors.joining(" "));
  }
}
