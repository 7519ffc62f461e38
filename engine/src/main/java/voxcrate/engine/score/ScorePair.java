package voxcrate.engine.score;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import voxcrate.engine.EngineCode;
import voxcrate.engine.diarization.Rttm;
import voxcrate.engine.diarization.RttmTurn;
import voxcrate.problem.ToolException;

/// The turns of one recording: as they are, and as they were found.
public record ScorePair(String name, List<RttmTurn> reference, List<RttmTurn> hypothesis) {
  private static final String EXTENSION = ".rttm";
  private static final Sources TURNS = new Sources(EngineCode.TURNS_UNREADABLE, "turns");

  public ScorePair {
    reference = List.copyOf(reference);
    hypothesis = List.copyOf(hypothesis);
  }

  /// Pairs up two RTTM files by the recordings named in them, or two folders by the names of their
  /// files. A recording that was not found at all is one with no turns.
  ///
  /// @throws ToolException when a file cannot be read, or one is a folder and the other is not
  public static List<ScorePair> of(Path reference, Path hypothesis) {
    return TURNS.areFolders(reference, hypothesis)
        ? ofFolders(reference, hypothesis)
        : ofFiles(reference, hypothesis);
  }

  private static List<ScorePair> ofFolders(Path reference, Path hypothesis) {
    var pairs = new ArrayList<ScorePair>();
    for (var file : TURNS.files(reference, EXTENSION)) {
      var name = file.getFileName().toString();
      var found = hypothesis.resolve(name);
      pairs.add(
          new ScorePair(
              name.substring(0, name.length() - EXTENSION.length()),
              Rttm.read(file),
              Files.exists(found) ? Rttm.read(found) : List.of()));
    }
    return pairs;
  }

  private static List<ScorePair> ofFiles(Path reference, Path hypothesis) {
    var spoken = byRecording(reference);
    var found = byRecording(hypothesis);
    if (spoken.size() == 1 && found.size() == 1) {
      var name = spoken.keySet().iterator().next();
      return List.of(
          new ScorePair(name, spoken.values().iterator().next(), found.values().iterator().next()));
    }
    return spoken.entrySet().stream()
        .map(
            entry ->
                new ScorePair(
                    entry.getKey(),
                    entry.getValue(),
                    found.getOrDefault(entry.getKey(), List.of())))
        .toList();
  }

  private static Map<String, List<RttmTurn>> byRecording(Path file) {
    return Rttm.read(file).stream()
        .collect(
            Collectors.groupingBy(RttmTurn::recording, LinkedHashMap::new, Collectors.toList()));
  }
}
