package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import voxcrate.cli.Console;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.ModelVerifier;
import voxcrate.engine.models.Verdict;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;

/// `voxcrate models --verify`: every model's folder, one line each, whatever is found in another.
///
/// @param folder of all models
record Verification(Path folder, ModelVerifier verifier) {
  ExitStatus run(Console console) {
    var verdicts = ModelCatalog.roots(folder).stream().map(verifier::verify).toList();
    if (verdicts.isEmpty()) {
      console.print("No models are installed.");
    }
    verdicts.forEach(verdict -> console.print(line(verdict)));
    if (verdicts.stream().anyMatch(Verdict.Unvouched.class::isInstance)) {
      console.warn(
          "the digests agree, and nobody vouches for them: name the key that must have signed,"
              + " --trust FILE; in an installation, install the same bundle again");
    }
    var problems = verdicts.stream().flatMap(verdict -> problem(verdict).stream()).toList();
    problems.forEach(console::problem);
    console.result(document(verdicts));
    return problems.isEmpty() ? ExitStatus.DONE : problems.getFirst().code().exit();
  }

  private static Optional<Problem> problem(Verdict verdict) {
    return verdict instanceof Verdict.Refused(_, var problem)
        ? Optional.of(problem)
        : Optional.empty();
  }

  private String line(Verdict verdict) {
    var found =
        switch (verdict) {
          case Verdict.Vouched(_, int files, var signer) ->
              List.of("good", files + " files, signed by " + signer.label());
          case Verdict.Unvouched(_, int files, var reason) ->
              List.of("unvouched", files + " files with the stated digests; " + reason);
          case Verdict.Refused(_, var problem) ->
              List.of("FAILED", problem.found().lines().findFirst().orElse(""));
        };
    return String.format(
        Locale.ROOT, "%-9s  %-44s  %s", found.getFirst(), name(verdict), found.getLast());
  }

  /// As the hub names it, where it lies as in an installation.
  private String name(Verdict verdict) {
    var path = verdict.folder().toString();
    int torch = path.lastIndexOf("torch/");
    return torch < 0 ? path : path.substring(torch + "torch/".length());
  }

  private Json document(List<Verdict> verdicts) {
    return Json.object()
        .put("verified", verdicts.stream().allMatch(Verdict.Vouched.class::isInstance))
        .put("models", verdicts.stream().map(this::document).collect(Json.toArray()))
        .build();
  }

  private Json document(Verdict verdict) {
    var document =
        Json.object().put("name", name(verdict)).put("folder", verdict.folder().toString());
    switch (verdict) {
      case Verdict.Vouched(_, int files, var signer) ->
          document.put("state", "good").put("files", files).put("signedBy", signer.toString());
      case Verdict.Unvouched(_, int files, var reason) ->
          document.put("state", "unvouched").put("files", files).put("reason", reason);
      case Verdict.Refused(_, var problem) ->
          document
              .put("state", "failed")
              .put("code", problem.code().id())
              .put("found", problem.found());
    }
    return document.build();
  }
}
