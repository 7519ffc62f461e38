package voxcrate.engine.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import voxcrate.engine.diarization.Rttm;
import voxcrate.engine.diarization.RttmTurn;

/// Our figures beside those of pyannote.metrics and of NIST's md-eval, on 24 random recordings of 1
/// to 6 speakers with overlap, each with eight settings. How the figures were made: README of the
/// test resources.
final class UsualScorersTest {
  private static final Path FOLDER = Path.of("src/test/resources/score");

  /// md-eval maps speakers by all of the regions, we (and pyannote.metrics) by what is scored of
  /// them; in so many of the 192 rows another mapping is better for what is scored.
  private static final int ROWS_MAPPED_OTHERWISE = 11;

  private final Map<String, List<RttmTurn>> reference = turns("reference.rttm");
  private final Map<String, List<RttmTurn>> found = turns("found.rttm");
  private final Map<String, List<Region>> regions = Uem.read(FOLDER.resolve("scored.uem"));

  @Test
  void every_part_of_both_errors_equals_pyannote_metrics() throws IOException {
    var rows = rows("pyannote.tsv");

    assertThat(rows).hasSize(192);
    for (var row : rows) {
      var score = score(row);
      assertThat(parts(score.error())).as(row.toString()).isEqualTo(expected(row));
      assertThat(score.jaccard().speakers()).as(row.toString()).isEqualTo((int) row.figure(8));
      assertThat(score.jaccard().sum()).as(row.toString()).isCloseTo(row.figure(9), within(1e-5));
    }
  }

  @Test
  void speech_missed_and_invented_equal_md_eval_and_confusion_is_never_more() throws IOException {
    var rows = rows("md-eval.tsv");
    int otherwise = 0;

    assertThat(rows).hasSize(192);
    for (var row : rows) {
      var error = score(row).error();
      assertThat(parts(error).subList(0, 3))
          .as(row.toString())
          .isEqualTo(expected(row).subList(0, 3));
      assertThat(error.confusion()).as(row.toString()).isLessThan(row.figure(7) + 1e-4);
      otherwise += error.confusion() < row.figure(7) - 1e-4 ? 1 : 0;
    }
    assertThat(otherwise).isEqualTo(ROWS_MAPPED_OTHERWISE);
  }

  @Test
  void without_collar_and_with_overlap_all_of_md_eval_is_equal() throws IOException {
    for (var row : rows("md-eval.tsv")) {
      if (row.figure(1) == 0 && row.field(2).equals("scored")) {
        assertThat(parts(score(row).error())).as(row.toString()).isEqualTo(expected(row));
      }
    }
  }

  private record Row(List<String> fields) {
    String field(int index) {
      return fields.get(index);
    }

    double figure(int index) {
      return Double.parseDouble(fields.get(index));
    }
  }

  private RecordingScore score(Row row) {
    var name = row.field(3);
    var scored =
        row.field(0).equals("whole") ? Region.EVERYTHING : regions.getOrDefault(name, List.of());
    return new DiarizationScorer(row.figure(1), row.field(2).equals("skipped"))
        .score(
            reference.getOrDefault(name, List.of()), found.getOrDefault(name, List.of()), scored);
  }

  /// In tenths of a millisecond.
  private static List<Long> parts(DiarizationError error) {
    return List.of(
        Math.round(error.reference() * 1e4),
        Math.round(error.missed() * 1e4),
        Math.round(error.falseAlarm() * 1e4),
        Math.round(error.confusion() * 1e4));
  }

  private static List<Long> expected(Row row) {
    return List.of(4, 5, 6, 7).stream().map(i -> Math.round(row.figure(i) * 1e4)).toList();
  }

  private static List<Row> rows(String file) throws IOException {
    return Files.readAllLines(FOLDER.resolve(file)).stream()
        .skip(1)
        .map(line -> new Row(List.of(line.split("\t", -1))))
        .toList();
  }

  private static Map<String, List<RttmTurn>> turns(String file) {
    return Rttm.read(FOLDER.resolve(file)).stream()
        .collect(Collectors.groupingBy(RttmTurn::recording));
  }
}
