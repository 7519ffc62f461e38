package voxcrate.bundler.cli;

import java.util.List;
import java.util.Locale;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.build.BundleBuild.Built;
import voxcrate.bundler.build.Models;
import voxcrate.cli.Console;
import voxcrate.json.Json;
import voxcrate.progress.ByteCount;

/// Tells what was built.
record BuildView(Console console) {
  void show(Built built) {
    var bundle = built.bundle();
    line("bundle", bundle.folder().toString());
    line("id", bundle.id().toString());
    line("size", size(bundle.manifest().payload().size()));
    showModels(built.models());
    for (var key : built.awaited()) {
      line(
          "unsigned",
          "by key " + key.fingerprint().label() + "; until then it is refused: sign it");
    }
    line("card", built.card() + "  (print it; it does not go on the medium)");
    built.accessPage().ifPresent(page -> line("access", page + "  (print it, too)"));
    console.result(document(built));
  }

  private void showModels(Models models) {
    for (var model : models.packed()) {
      line("model", model.repository().name());
    }
    if (models.packed().isEmpty()) {
      line("models", "none: it installs, and cannot say who spoke when");
    }
    for (var repository : models.missing()) {
      line("missing", repository.name() + "  (gated, and left out)");
    }
    if (!models.missing().isEmpty()) {
      console.warn(
          "without the gated models there are no speakers; to add them: voxcrate-bundler login,"
              + " then build again");
    }
  }

  private static String size(long bytes) {
    return ByteCount.text(bytes) + " of payload";
  }

  private void line(String name, String value) {
    console.print(String.format(Locale.ROOT, "%-9s %s", name, value));
  }

  private static Json document(Built built) {
    var manifest = built.bundle().manifest();
    return Json.object()
        .put("folder", built.bundle().folder().toString())
        .put("card", built.card().toString())
        .putIfPresent("access", built.accessPage().map(page -> Json.of(page.toString())))
        .put("id", built.bundle().id().toString())
        .put("sequence", manifest.sequence())
        .put(
            "awaitedKeys",
            Json.strings(
                built.awaited().stream().map(key -> key.fingerprint().toString()).toList()))
        .put("payloadBytes", manifest.payload().size())
        .put(
            "models",
            names(built.models().packed().stream().map(model -> model.repository()).toList()))
        .put("missing", names(built.models().missing()))
        .build();
  }

  private static Json names(List<RecipeRepository> repositories) {
    return Json.strings(repositories.stream().map(RecipeRepository::name).toList());
  }
}
