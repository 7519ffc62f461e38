package voxcrate.engine.cli;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.engine.models.InstalledModel;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate models`: what is installed, from which revision and digest.
@Command(
    name = "models",
    description = "What is installed: kind, revision, digest, licence.",
    footer = {"", "Example: voxcrate models --json"})
public final class Models extends Verb {
  @Mixin final ModelOptions options = new ModelOptions();

  @Override
  protected ExitStatus run(Console console) {
    var models = options.catalog().models();
    if (models.isEmpty()) {
      console.print("No models are installed.");
    }
    for (var model : models) {
      console.print(row(model));
    }
    console.result(
        Json.object()
            .put("models", models.stream().map(Models::document).collect(Json.toArray()))
            .build());
    return ExitStatus.DONE;
  }

  private static String row(InstalledModel model) {
    var provenance = model.descriptor().provenance();
    return String.format(
        Locale.ROOT,
        "%-44s  %-12s  revision %s  sha256 %s  %s",
        model.name(),
        model.kind(),
        Optional.ofNullable(provenance.revision()).map(Models::brief).orElse("-"),
        digest(model).map(Models::brief).orElse("-"),
        provenance.licence());
  }

  /// Of the first file that the model is computed from; a pipeline may have none.
  private static Optional<String> digest(InstalledModel model) {
    return model.descriptor().files().stream().findFirst().map(file -> file.digest().hex());
  }

  /// As many digits as people compare.
  private static String brief(String hex) {
    return hex.substring(0, Math.min(12, hex.length()));
  }

  private static Json document(InstalledModel model) {
    var provenance = model.descriptor().provenance();
    return Json.object()
        .put("name", model.name())
        .put("kind", model.kind())
        .putIfPresent("revision", Optional.ofNullable(provenance.revision()).map(Json::of))
        .putIfPresent("digest", digest(model).map(Json::of))
        .put("source", provenance.source().hex())
        .put("licence", provenance.licence())
        .put("converter", provenance.converter())
        .put("folder", model.folder().toString())
        .build();
  }
}
