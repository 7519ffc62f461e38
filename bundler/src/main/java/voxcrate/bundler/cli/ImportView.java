package voxcrate.bundler.cli;

import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.RelativePath;
import voxcrate.bundler.intake.FileOutcome;
import voxcrate.bundler.intake.ImportReport;
import voxcrate.bundler.intake.ImportedRepository;
import voxcrate.bundler.intake.IntakeCode;
import voxcrate.bundler.intake.NotTaken;
import voxcrate.json.Json;
import voxcrate.problem.Problem;

/// Shows what came of an import, to people and to programs.
record ImportView(ImportReport report) {
  /// Of what was left, the rest is counted.
  private static final int SHOWN_OTHERS = 20;

  List<String> lines() {
    var lines = new ArrayList<String>();
    for (var repository : report.repositories()) {
      repository.sorted().forEach((path, outcome) -> lines.add(line(repository, path, outcome)));
      repository.complete().ifPresent(fetched -> lines.add("complete  " + fetched.folder()));
    }
    report.notTaken().stream()
        .limit(SHOWN_OTHERS)
        .forEach(other -> lines.add("left      %s  (%s)".formatted(other.path(), other.reason())));
    if (report.notTaken().size() > SHOWN_OTHERS) {
      lines.add("left      %d more".formatted(report.notTaken().size() - SHOWN_OTHERS));
    }
    if (!report.isComplete()) {
      lines.add("what is missing comes from the hub: voxcrate-bundler fetch");
    }
    return lines;
  }

  private static String line(
      ImportedRepository repository, RelativePath path, FileOutcome outcome) {
    return "%-9s %s/%s%s"
        .formatted(outcome.word(), repository.repository().name(), path, remark(outcome));
  }

  private static String remark(FileOutcome outcome) {
    return switch (outcome) {
      case FileOutcome.Taken(var file, var from, var pinned) ->
          "  (%d bytes, %s, from %s)"
              .formatted(file.sizeBytes(), pinned ? "as pinned" : "as the hub has stated", from);
      case FileOutcome.Wrong(var from, _, _) -> "  (%s is something else)".formatted(from);
      case FileOutcome.Unproven(var from) -> "  (%s; no digest to hold it against)".formatted(from);
      case FileOutcome.Present _, FileOutcome.Missing _ -> "";
    };
  }

  /// One for each file that is something else than what it should be.
  List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    for (var repository : report.repositories()) {
      repository
          .sorted()
          .forEach(
              (path, outcome) -> {
                if (outcome instanceof FileOutcome.Wrong wrong) {
                  problems.add(problem(repository, path, wrong));
                }
              });
    }
    return problems;
  }

  private static Problem problem(
      ImportedRepository repository, RelativePath path, FileOutcome.Wrong wrong) {
    return Problem.of(
            IntakeCode.CONTENT_DIFFERS,
            "This is not the file that the recipe wants",
            "importing %s as %s/%s".formatted(wrong.from(), repository.repository().name(), path),
            wrong.found(),
            "it was not taken; the others were",
            "get the right one from the hub: voxcrate-bundler fetch")
        .expecting(wrong.expected());
  }

  Json document() {
    return Json.object()
        .put(
            "repositories",
            report.repositories().stream().map(ImportView::document).collect(Json.toArray()))
        .put("left", report.notTaken().stream().map(ImportView::document).collect(Json.toArray()))
        .build();
  }

  private static Json document(ImportedRepository imported) {
    var files = new ArrayList<Json>();
    imported.sorted().forEach((path, outcome) -> files.add(document(path, outcome)));
    return Json.object()
        .put("name", imported.repository().name())
        .put("commit", imported.repository().commit())
        .put("complete", imported.complete().isPresent())
        .put("files", Json.of(files))
        .build();
  }

  private static Json document(RelativePath path, FileOutcome outcome) {
    var file = Json.object().put("path", path.value()).put("outcome", outcome.word());
    switch (outcome) {
      case FileOutcome.Taken(var taken, var from, var pinned) ->
          file.put("from", from).put("pinned", pinned).put("sha256", taken.sha256().hex());
      case FileOutcome.Present(var present) -> file.put("sha256", present.sha256().hex());
      case FileOutcome.Wrong(var from, var found, var expected) ->
          file.put("from", from).put("found", found).put("expected", expected);
      case FileOutcome.Unproven(var from) -> file.put("from", from);
      case FileOutcome.Missing _ -> {}
    }
    return file.build();
  }

  private static Json document(NotTaken other) {
    return Json.object().put("path", other.path()).put("reason", other.reason()).build();
  }
}
