package voxcrate.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate models`: what is installed, from which revision and digest, and whether it still is
/// what was signed.
@Command(
    name = "models",
    description =
        "What is installed: kind, revision, digest, licence; with --verify, whether it"
            + " is what was signed.",
    footer = {"", "Example: voxcrate models --verify"})
public final class Models extends Verb {
  @Mixin final ModelOptions options = new ModelOptions();

  @Option(
      names = "--verify",
      description =
          "Hold every model's folder against its signature by a key that this installation"
              + " trusts.")
  boolean verify;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "Public key that may have signed, instead of the installation's own.")
  List<Path> trust = List.of();

  @Override
  protected ExitStatus run(Console console) {
    if (verify) {
      var keys = ModelKeys.of(trust, options.folder());
      return new Verification(options.folder(), keys).run(console);
    }
    if (!trust.isEmpty()) {
      throw new ParameterException(commandLine(), "--trust says whose signature counts: --verify");
    }
    return list(console);
  }

  private ExitStatus list(Console console) {
    var models = ModelCatalog.in(options.folder()).models();
    if (models.isEmpty()) {
      console.print("No models are installed.");
    }
    for (var model : models) {
      console.print(row(model));
    }
    var hub = options.folder().resolve("hub").toAbsolutePath();
    var forPython = Files.isDirectory(hub) ? Optional.of(hub.toString()) : Optional.<String>empty();
    forPython.ifPresent(
        folder -> console.print("For Python tools: HF_HUB_OFFLINE=1 HF_HUB_CACHE=" + folder));
    console.result(
        Json.object()
            .put("models", models.stream().map(Models::document).collect(Json.toArray()))
            .putIfPresent("hubCache", forPython.map(Json::of))
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
