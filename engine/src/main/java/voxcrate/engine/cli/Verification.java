package voxcrate.engine.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.cli.Console;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.ModelVerifier;
import voxcrate.engine.models.Verdict;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;
import voxcrate.progress.ProgressEvent;
import voxcrate.progress.ProgressListener;

/// `voxcrate models --verify`: every model's folder, one line each, whatever is found in another.
///
/// @param folder of all models
/// @param keys any of which vouches for a model
record Verification(Path folder, List<TrustedKey> keys) {
  private static final String TASK = "verifying models";

  /// Progress is told after so many bytes.
  private static final long STEP = 1 << 23;

  ExitStatus run(Console console) {
    var verdicts = verdicts(console.progress());
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

  /// Several models at once, as many as there are processors.
  private List<Verdict> verdicts(ProgressListener progress) {
    var roots = ModelCatalog.roots(folder);
    long total = roots.stream().mapToLong(Verification::bytes).sum();
    var read = new AtomicLong();
    var verifier =
        new ModelVerifier(
            keys,
            more -> {
              long now = read.addAndGet(more);
              if (now / STEP != (now - more) / STEP) {
                progress.on(new ProgressEvent.Advanced(TASK, now));
              }
            });
    progress.on(new ProgressEvent.Started(TASK, total, ProgressEvent.Unit.BYTES));
    var verdicts = roots.parallelStream().map(verifier::verify).toList();
    progress.on(new ProgressEvent.Finished(TASK));
    return verdicts;
  }

  /// What cannot be looked at counts for nothing here, and is found by who verifies it.
  private static long bytes(Path root) {
    try (var files = Files.walk(root)) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
    } catch (IOException | UncheckedIOException _) {
      return 0;
    }
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
