package voxcrate.bundler.build;

import java.util.Locale;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.pack.PackedModel;
import voxcrate.bundler.pack.Release;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Provenance;

/// `evidence.txt`: what was bundled, from where, and how it was proven. Names no person, machine or
/// path of the builder, and depends on nothing but what is bundled.
final class Evidence {
  private Evidence() {}

  static String of(BuildRequest request, Release release, Models models) {
    var text = new StringBuilder();
    text.append("Evidence for ").append(request.bundleName()).append("\n\n");
    line(text, "version", request.version());
    line(text, "sequence", Long.toString(request.sequence()));
    line(text, "created", request.created().toString());
    if (request.validity().minSequence() > 0) {
      line(text, "forbids", "bundles of a sequence below " + request.validity().minSequence());
    }
    if (request.validity().notAfter() != null) {
      line(text, "good until", request.validity().notAfter().toString());
    }
    for (var key : request.signers().verifying()) {
      line(text, "signed by", key.fingerprint().grouped());
    }
    for (var key : request.signers().awaited()) {
      line(text, "not without", key.fingerprint().grouped());
    }
    text.append("\nComponents\n\n");
    release
        .components()
        .forEach(component -> text.append("  ").append(component.id()).append('\n'));
    text.append("\nModels\n");
    models.packed().forEach(model -> model(text, model));
    for (var repository : models.missing()) {
      text.append("\n  ").append(repository.name()).append('\n');
      line(text, "  left out", "gated, and the build had no access to it");
    }
    if (models.packed().isEmpty()) {
      text.append("\n  none: this bundle carries the programs alone\n");
    }
    return text.toString();
  }

  private static void model(StringBuilder text, PackedModel model) {
    var repository = model.repository();
    text.append("\n  ").append(repository.name()).append('\n');
    line(text, "  commit", repository.commit());
    line(text, "  licence", repository.licence());
    line(text, "  terms", terms(repository));
    var converted = model.converted();
    conversion(text, converted.descriptor().provenance());
    for (var part : converted.parts()) {
      text.append("\n  ").append(part.descriptor().name()).append('\n');
      conversion(text, part.descriptor().provenance());
    }
  }

  private static void conversion(StringBuilder text, Provenance provenance) {
    line(text, "  source", provenance.source().toString());
    line(text, "  converter", provenance.converter());
    line(text, "  parity", parity(provenance.parity()));
  }

  private static String terms(RecipeRepository repository) {
    if (repository.isLocal()) {
      return "a model of the builder's own; no hub was asked";
    }
    return repository.gated()
        ? "gated; accepted at the hub by the account whose token fetched it"
        : "open";
  }

  private static String parity(@org.jspecify.annotations.Nullable Parity parity) {
    if (parity == null) {
      return "no weights of its own";
    }
    var audio = parity.samples() == 0 ? "" : " over " + parity.samples() + " samples";
    return String.format(
        Locale.ROOT,
        "%s within %.1e of the reference%s (allowed %.1e)",
        parity.output(),
        parity.maxDifference(),
        audio,
        parity.tolerance());
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-12s %s%n", name, value));
  }
}
