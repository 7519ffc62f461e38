package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate-bundler inspect DIR`. Shows what the signed manifest says; the payload is not read.
@Command(
    name = "inspect",
    description = "What is inside a bundle: components, revisions, licences, sizes.",
    footer = {"", "Example:  voxcrate-bundler inspect /media/STICK/voxcrate-1795219200"})
public final class InspectVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "The bundle's folder, voxcrate-SEQUENCE.")
  Path folder = Path.of("");

  @Mixin final TrustOptions trust = new TrustOptions();

  @Override
  protected ExitStatus run(Console console) throws IOException {
    var bundle = OpenedBundle.open(folder, trust.keys(folder));
    console.print(describe(bundle));
    console.result(document(bundle));
    return ExitStatus.DONE;
  }

  private static String describe(OpenedBundle bundle) {
    var manifest = bundle.manifest();
    var text = new StringBuilder();
    line(text, "bundle", bundle.releaseName());
    line(text, "version", manifest.version() + ", sequence " + manifest.sequence());
    line(text, "created", manifest.created().toString());
    line(text, "platform", manifest.platform().os() + " " + manifest.platform().arch());
    line(text, "payload", megabytes(manifest.payload().size()));
    line(text, "needs", megabytes(manifest.requires().bytes()) + " on the target");
    text.append("\nComponents\n");
    for (var component : manifest.components()) {
      text.append(component(component, manifest)).append('\n');
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-9s %s%n", name, value));
  }

  private static String component(Component component, Manifest manifest) {
    var revision = component.revision() == null ? "" : "  " + component.revision();
    return String.format(
        Locale.ROOT,
        "  %-44s %10s  %s%s%s",
        component.id(),
        megabytes(bytes(component, manifest)),
        component.licence(),
        component.gated() ? ", gated" : "",
        revision);
  }

  /// One component may lie in a folder of another: each file counts for the innermost.
  private static long bytes(Component component, Manifest manifest) {
    var inner =
        manifest.components().stream()
            .filter(other -> lies(other.root().value(), component))
            .toList();
    return manifest.entries().stream()
        .filter(entry -> lies(entry.path().value(), component))
        .filter(entry -> inner.stream().noneMatch(other -> lies(entry.path().value(), other)))
        .mapToLong(Entry::size)
        .sum();
  }

  private static boolean lies(String path, Component component) {
    return path.startsWith(component.root().value() + "/");
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private static Json document(OpenedBundle bundle) {
    var manifest = bundle.manifest();
    return Json.object()
        .put("release", bundle.releaseName())
        .put("bundle", bundle.id().toString())
        .put("version", manifest.version())
        .put("sequence", manifest.sequence())
        .put("created", manifest.created().toString())
        .put("payloadBytes", manifest.payload().size())
        .put("targetBytes", manifest.requires().bytes())
        .put(
            "components",
            manifest.components().stream()
                .map(component -> document(component, manifest))
                .collect(Json.toArray()))
        .build();
  }

  private static Json document(Component component, Manifest manifest) {
    return Json.object()
        .put("id", component.id())
        .put("licence", component.licence())
        .put("gated", component.gated())
        .putIfPresent("revision", Optional.ofNullable(component.revision()).map(Json::of))
        .put("bytes", bytes(component, manifest))
        .build();
  }
}
