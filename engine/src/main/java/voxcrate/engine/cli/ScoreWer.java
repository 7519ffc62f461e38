package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.engine.score.TextPair;
import voxcrate.engine.score.TextReport;
import voxcrate.engine.score.WordErrors;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate score wer`: the word error rate.
@Command(
    name = "wer",
    description = {
      "Word error rate: words replaced, missing or put in, for each word of the reference.",
      "Texts are compared in lower case and without punctuation, also within words (o'clock is"
          + " oclock); nothing else is made equal: 2 is not two."
    },
    footer = {
      "",
      "Example: voxcrate score wer said.txt found.json",
      "Folders are paired by file name: voxcrate score wer references/ found/"
    })
public final class ScoreWer extends Verb {
  @Spec CommandSpec own;

  @Parameters(
      paramLabel = "REF HYP",
      arity = "2..*",
      description =
          "Texts (.txt), transcripts (.json) or folders of them, in pairs: reference, then what was"
              + " found. References in a folder are .txt.")
  List<Path> files = List.of();

  @Override
  protected ExitStatus run(Console console) {
    if (files.size() % 2 != 0) {
      throw new ParameterException(
          own.commandLine(), "files come in pairs, reference then what was found");
    }
    var pairs = new ArrayList<TextPair>();
    for (int i = 0; i < files.size(); i += 2) {
      pairs.addAll(TextPair.of(files.get(i), files.get(i + 1)));
    }
    pairs.stream()
        .filter(pair -> pair.found().isEmpty())
        .forEach(pair -> console.warn("no text was found for " + pair.name()));
    var report = TextReport.of(pairs);
    console.print(table(report));
    console.result(document(report));
    return ExitStatus.DONE;
  }

  private static String table(TextReport report) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-28s %7s %9s %8s %9s %9s%n",
            "recording",
            "words",
            "replaced",
            "missing",
            "put in",
            "WER"));
    report.recordings().forEach(row -> text.append(row(row.name(), row.errors())));
    var total = report.total();
    return text.append(row("total", total))
        .append(
            String.format(
                Locale.ROOT,
                "WER %.2f %% (%d of %d words, lower case, without punctuation)",
                100 * total.rate(),
                total.errors(),
                total.words()))
        .toString();
  }

  private static String row(String name, WordErrors errors) {
    return String.format(
        Locale.ROOT,
        "%-28s %7d %9d %8d %9d %8.2f%%%n",
        name,
        errors.words(),
        errors.substitutions(),
        errors.deletions(),
        errors.insertions(),
        100 * errors.rate());
  }

  private static Json document(TextReport report) {
    return Json.object()
        .put("metric", "wer")
        .put("total", errors(report.total()).build())
        .put(
            "recordings",
            report.recordings().stream()
                .map(row -> errors(row.errors()).put("name", row.name()).build())
                .collect(Json.toArray()))
        .build();
  }

  private static Json.Builder errors(WordErrors errors) {
    return Json.object()
        .put("wer", Double.isFinite(errors.rate()) ? Json.of(errors.rate()) : Json.NULL)
        .put("words", errors.words())
        .put("substitutions", errors.substitutions())
        .put("deletions", errors.deletions())
        .put("insertions", errors.insertions());
  }
}
