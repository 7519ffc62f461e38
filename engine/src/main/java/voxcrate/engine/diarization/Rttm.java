package voxcrate.engine.diarization;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.EngineCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// The Rich Transcription Time Marked form of turns (NIST RT-09, appendix A), `SPEAKER` lines only.
public final class Rttm {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final int RECORDING = 1;
  private static final int START = 3;
  private static final int DURATION = 4;
  private static final int SPEAKER = 7;
  private static final int LEAST_FIELDS = 8;

  private Rttm() {}

  /// One line a turn, each with its line break; times in seconds with three decimals. The channel
  /// is
  /// the speaker's own where channels tell people apart, else 1.
  public static String write(String recording, List<Turn> turns) {
    var name = recording.replaceAll("\\s", "_");
    var text = new StringBuilder();
    for (var turn : turns) {
      text.append("SPEAKER ")
          .append(name)
          .append(' ')
          .append(turn.speaker().channel().orElse(1))
          .append(' ')
          .append(thousandths(turn.startSeconds()))
          .append(' ')
          .append(thousandths(turn.seconds()))
          .append(" <NA> <NA> ")
          .append(turn.speaker().label())
          .append(" <NA> <NA>\n");
    }
    return text.toString();
  }

  // Rounds the exact binary value, as C and Python do; String.format rounds its shortest decimal.
  private static String thousandths(double seconds) {
    return new BigDecimal(seconds).setScale(3, RoundingMode.HALF_EVEN).toPlainString();
  }

  /// Reads the `SPEAKER` lines of a file, in its order.
  ///
  /// @throws ToolException when the file cannot be read, or a line is not as it should be
  public static List<RttmTurn> read(Path file) {
    var turns = new ArrayList<RttmTurn>();
    int number = 0;
    for (var line : lines(file)) {
      number++;
      if (line.startsWith("SPEAKER")) {
        turns.add(turn(file, number, BLANKS.split(line.strip(), -1)));
      }
    }
    return turns;
  }

  private static RttmTurn turn(Path file, int line, String[] fields) {
    if (fields.length >= LEAST_FIELDS) {
      double start = seconds(fields[START]);
      double duration = seconds(fields[DURATION]);
      if (start >= 0 && duration >= 0) {
        return new RttmTurn(fields[RECORDING], start, duration, fields[SPEAKER]);
      }
    }
    throw unreadable(
        file, "line " + line + " is not 'SPEAKER FILE 1 START DURATION <NA> <NA> NAME'", null);
  }

  /// -1 for what is no time.
  private static double seconds(String field) {
    try {
      double seconds = Double.parseDouble(field);
      return Double.isFinite(seconds) ? seconds : -1;
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw unreadable(file, e.toString(), e);
    }
  }

  private static ToolException unreadable(Path file, String found, @Nullable Throwable cause) {
    return new ToolException(
        Problem.of(
            EngineCode.TURNS_UNREADABLE,
            "File of turns cannot be read",
            "reading " + file,
            found,
            "give an RTTM file, as voxcrate diarize writes it"),
        cause);
  }
}
