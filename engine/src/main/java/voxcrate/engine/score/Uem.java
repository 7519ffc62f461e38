package voxcrate.engine.score;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import voxcrate.engine.EngineCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// NIST's un-partitioned evaluation map: which regions of which recording are scored.
public final class Uem {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private Uem() {}

  /// Reads lines of the form `RECORDING 1 START END`; `;;` begins a comment.
  ///
  /// @return regions by recording
  /// @throws ToolException when the file cannot be read, or a line is not as it should be
  public static Map<String, List<Region>> read(Path file) {
    var regions = new TreeMap<String, List<Region>>();
    try {
      for (var line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.startsWith(";;")) {
          var fields = BLANKS.split(line.strip(), -1);
          regions
              .computeIfAbsent(fields[0], _ -> new ArrayList<>())
              .add(new Region(Double.parseDouble(fields[2]), Double.parseDouble(fields[3])));
        }
      }
      return regions;
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new ToolException(
          Problem.of(
              EngineCode.TURNS_UNREADABLE,
              "File of regions cannot be read",
              "reading " + file,
              e.toString(),
              "give lines of the form: RECORDING 1 START END"),
          e);
    }
  }
}
