package voxcrate.bundler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.Manifest;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.oms.ModelStatement;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.trust.TrustedKeys.Accepted;
import voxcrate.bundler.evidence.Sbom;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.progress.ByteCount;

/// `voxcrate-bundler inspect DIR`. Shows what the signed manifest says; the payload is not read.
@Command(
    name = "inspect",
    description =
        "What is inside a bundle: components, revisions, licences, terms, sizes. Signatures are"
            + " checked first; where no key is known, the bundle is shown as unverified.",
    footer = {"", "Example:  voxcrate-bundler inspect /media/STICK/voxcrate-1795219200"})
public final class InspectVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "The bundle's folder, voxcrate-SEQUENCE.")
  Path folder = Path.of("");

  @Mixin final TrustOptions trust = new TrustOptions();

  @Option(
      names = "--unverified",
      description = "Show what the bundle says of itself, whoever has signed it.")
  boolean unverified;

  @Override
  protected ExitStatus run(Console console) throws IOException {
    var bundle = inspection();
    console.print(harmless(describe(bundle)));
    if (bundle.signers().isEmpty()) {
      console.warn(
          "UNVERIFIED: no signature was checked, and all of this may be invented; name the key that"
              + " must have signed: --trust FILE");
    }
    console.result(document(bundle));
    return ExitStatus.DONE;
  }

  private Inspection inspection() throws IOException {
    var keys = unverified ? Optional.<TrustedKeys>empty() : trust.ifKnown(folder);
    return keys.isPresent()
        ? Inspection.verified(folder, keys.get())
        : Inspection.unverified(folder);
  }

  /// What nobody has signed may hold words that a terminal obeys.
  private static String harmless(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\n]]|\\p{Cf}", "?");
  }

  private static String describe(Inspection bundle) {
    var manifest = bundle.manifest();
    var text = new StringBuilder();
    line(text, "bundle", bundle.releaseName());
    line(text, "signed by", bundle.signers().map(InspectVerb::signers).orElse("UNVERIFIED"));
    line(text, "version", manifest.version() + ", sequence " + manifest.sequence());
    line(text, "created", manifest.created().toString());
    line(text, "platform", manifest.platform().os() + " " + manifest.platform().arch());
    line(text, "payload", ByteCount.text(manifest.payload().size()));
    line(text, "needs", ByteCount.text(manifest.requires().bytes()) + " on the target");
    text.append("\nComponents\n");
    for (var component : manifest.components()) {
      text.append(component(component, manifest)).append('\n');
    }
    bundle.parts().ifPresent(parts -> text.append(parts(parts)));
    return text.toString();
  }

  private static String signers(Accepted accepted) {
    return accepted.labels().stream().collect(Collectors.joining(", "));
  }

  private static String parts(Inspection.Parts parts) {
    return parts.kinds().entrySet().stream()
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .collect(Collectors.joining(", ", "\nParts (" + Sbom.NAME + ")\n  ", "\n"));
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
        ByteCount.text(bytes(component, manifest)),
        component.licence(),
        (component.gated() ? ", gated" : "") + (isSigned(component, manifest) ? ", signed" : ""),
        revision);
  }

  /// Whether its folder carries a signature of its own.
  private static boolean isSigned(Component component, Manifest manifest) {
    var signature = component.root().value() + "/" + ModelStatement.SIGNATURE_FILE;
    return manifest.entries().stream().anyMatch(entry -> entry.path().value().equals(signature));
  }

  /// One component may lie in a folder of another: each file counts for the innermost.
  private static long bytes(Component component, Manifest manifest) {
    return manifest.entries().stream()
        .filter(entry -> manifest.componentOf(entry.path()).filter(component::equals).isPresent())
        .mapToLong(Entry::size)
        .sum();
  }

  private static Json document(Inspection bundle) {
    var manifest = bundle.manifest();
    return Json.object()
        .put("verified", bundle.signers().isPresent())
        .putIfPresent("signedBy", bundle.signers().map(accepted -> Json.strings(accepted.labels())))
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
        .putIfPresent("sbom", bundle.parts().map(Inspection.Parts::document))
        .build();
  }

  private static Json document(Component component, Manifest manifest) {
    return Json.object()
        .put("id", component.id())
        .put("licence", component.licence())
        .put("gated", component.gated())
        .putIfPresent("revision", Optional.ofNullable(component.revision()).map(Json::of))
        .put("signed", isSigned(component, manifest))
        .put("bytes", bytes(component, manifest))
        .build();
  }
}
