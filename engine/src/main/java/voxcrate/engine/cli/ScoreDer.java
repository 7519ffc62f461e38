package voxcrate.engine.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.engine.score.DiarizationScorer;
import voxcrate.engine.score.RecordingScore;
import voxcrate.engine.score.Region;
import voxcrate.engine.score.ScorePair;
import voxcrate.engine.score.ScoreReport;
import voxcrate.engine.score.ScoredRecording;
import voxcrate.engine.score.Uem;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate score der`: the diarization error rate.
@Command(
    name = "der",
    description = {
      "Diarization error rate: speech missed, invented or given to the wrong person, for each"
          + " second of speech in the reference.",
      "Speakers are mapped one to one in the best way. Beside it the Jaccard error (JER), in which"
          + " every speaker weighs the same."
    },
    footer = {
      "",
      "Example: voxcrate score der reference.rttm found.rttm",
      "Folders are paired by file name: voxcrate score der references/ found/"
    })
public final class ScoreDer extends Verb {
  @Spec CommandSpec own;

  @Parameters(
      paramLabel = "REF HYP",
      arity = "2..*",
      description = "RTTM files or folders of them, in pairs: reference, then what was found.")
  List<Path> files = List.of();

  @Option(
      names = "--collar",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "So much on each side of every boundary of the reference is not scored (default: 0).")
  double collarSeconds;

  @Option(
      names = "--skip-overlap",
      description = "Score only where no two people speak at once by the reference.")
  boolean skipsOverlap;

  @Option(
      names = "--uem",
      paramLabel = "FILE",
      description = "Score only these regions (default: everything).")
  @Nullable Path uem;

  @Override
  protected ExitStatus run(Console console) {
    if (files.size() % 2 != 0 || collarSeconds < 0) {
      throw new ParameterException(
          own.commandLine(),
          "files come in pairs, reference then what was found, and a collar is not negative");
    }
    var pairs = new ArrayList<ScorePair>();
    for (int i = 0; i < files.size(); i += 2) {
      pairs.addAll(ScorePair.of(files.get(i), files.get(i + 1)));
    }
    pairs.stream()
        .filter(pair -> pair.hypothesis().isEmpty())
        .forEach(pair -> console.warn("no turns were found for " + pair.name()));
    var regions = uem == null ? Map.<String, List<Region>>of() : Uem.read(uem);
    pairs.stream()
        .filter(pair -> uem != null && !regions.containsKey(pair.name()))
        .forEach(
            pair -> console.warn("no regions are given for " + pair.name() + ": all is scored"));
    var report = ScoreReport.of(pairs, new DiarizationScorer(collarSeconds, skipsOverlap), regions);
    console.print(table(report));
    console.result(document(report));
    return ExitStatus.DONE;
  }

  private static String table(ScoreReport report) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-28s %8s %8s %8s %8s %8s  %s%n",
            "recording",
            "missed",
            "false",
            "confused",
            "DER",
            "JER",
            "speakers found/right"));
    for (var recording : report.recordings()) {
      text.append(row(recording.name(), recording.score()))
          .append("  ")
          .append(recording.foundSpeakers())
          .append('/')
          .append(recording.referenceSpeakers())
          .append('\n');
    }
    text.append(row("total", report.total())).append('\n').append(summary(report));
    return text.toString();
  }

  private static String row(String name, RecordingScore score) {
    var error = score.error();
    double speech = error.reference();
    return String.format(
        Locale.ROOT,
        "%-28s %7.2f%% %7.2f%% %7.2f%% %7.2f%% %7.2f%%",
        name,
        100 * error.missed() / speech,
        100 * error.falseAlarm() / speech,
        100 * error.confusion() / speech,
        100 * error.rate(),
        100 * score.jaccard().rate());
  }

  private static String summary(ScoreReport report) {
    return String.format(
        Locale.ROOT,
        "DER %.2f %% (collar %s s, overlap %s), JER %.2f %%, speakers right in %d of %d recordings",
        100 * report.total().error().rate(),
        BigDecimal.valueOf(report.scorer().collarSeconds()).stripTrailingZeros().toPlainString(),
        report.scorer().skipsOverlap() ? "skipped" : "scored",
        100 * report.total().jaccard().rate(),
        report.rightSpeakerCounts(),
        report.recordings().size());
  }

  private static Json document(ScoreReport report) {
    long right = report.rightSpeakerCounts();
    return Json.object()
        .put("metric", "der")
        .put("collarSeconds", report.scorer().collarSeconds())
        .put("overlapScored", !report.scorer().skipsOverlap())
        .put("total", score(report.total()).build())
        .put("rightSpeakerCounts", right)
        .put("speakerCountAccuracy", right / (double) Math.max(1, report.recordings().size()))
        .put("speakerCountError", report.speakerCountError())
        .put(
            "recordings",
            report.recordings().stream().map(ScoreDer::recording).collect(Json.toArray()))
        .build();
  }

  private static Json recording(ScoredRecording recording) {
    return score(recording.score())
        .put("name", recording.name())
        .put("referenceSpeakers", recording.referenceSpeakers())
        .put("foundSpeakers", recording.foundSpeakers())
        .build();
  }

  private static Json.Builder score(RecordingScore score) {
    var error = score.error();
    var rate = error.rate();
    return Json.object()
        .put("der", Double.isFinite(rate) ? Json.of(rate) : Json.NULL)
        .put("jer", score.jaccard().rate())
        .put("referenceSeconds", error.reference())
        .put("missedSeconds", error.missed())
        .put("falseAlarmSeconds", error.falseAlarm())
        .put("confusionSeconds", error.confusion());
  }
}
