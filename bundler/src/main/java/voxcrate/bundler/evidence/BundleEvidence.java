package voxcrate.bundler.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.oms.ModelStatement;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundler.convert.ConvertedModel;
import voxcrate.bundler.cuda.CudaLibraries.CarriedPackage;
import voxcrate.bundler.pack.NativeRequirements;
import voxcrate.bundler.pack.ReleasedModel;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.report.HtmlPage;
import voxcrate.report.Report;
import voxcrate.report.Report.Steps;
import voxcrate.report.Report.Table;
import voxcrate.report.TextPage;

/// `evidence.html` and `evidence.txt`: what was bundled, from where, and how it was proven. Both
/// are made of one [Report], so they say the same.
public final class BundleEvidence {
  public static final String PAGE = "evidence.html";
  public static final String TEXT = "evidence.txt";

  private final Subject subject;
  private final Report.Builder report;

  private BundleEvidence(Subject subject) {
    this.subject = subject;
    this.report = Report.titled("Evidence for " + subject.bundle());
  }

  public static String page(Subject subject) {
    return HtmlPage.of(new BundleEvidence(subject).tell());
  }

  public static String text(Subject subject) {
    return TextPage.of(new BundleEvidence(subject).tell());
  }

  private Report tell() {
    report.words(
        "Where everything in this bundle came from, how it was changed, and what was checked. The"
            + " signed list SHA256SUMS covers this file: it is as true as the signature over that"
            + " list.");
    bundle();
    checks();
    components();
    cards();
    models();
    credits();
    return report.build();
  }

  private void bundle() {
    report
        .part("Bundle")
        .fact("version", subject.version())
        .fact("sequence", Long.toString(subject.sequence()))
        .fact("created", subject.created().toString());
    if (subject.minSequence() > 0) {
      report.fact("forbids", "bundles of a sequence below " + subject.minSequence());
    }
    subject.notAfter().ifPresent(until -> report.fact("good until", until.toString()));
    subject.signers().forEach(key -> report.fact("signed by", key(key)));
    subject.awaited().forEach(key -> report.fact("not without", key(key)));
    report.words(
        "A fingerprint counts when it agrees with the one on paper. One that came with the medium"
            + " proves nothing.");
  }

  private static String key(TrustedKey key) {
    return key.algorithm().title() + ", " + key.fingerprint().grouped();
  }

  private void checks() {
    var steps = new ArrayList<String>();
    if (!subject.release().models().isEmpty()) {
      steps.addAll(checksOfModels());
    }
    steps.add("Native files: each asks of the system " + NativeRequirements.limits() + ".");
    steps.add(
        "The finished bundle was read back, every byte, by the way that the installer goes, before"
            + " it got its name.");
    report
        .part("What was checked")
        .words("Any of these, had it failed, would have left no bundle.")
        .add(new Steps(steps));
  }

  private List<String> checksOfModels() {
    long files =
        subject.release().models().stream()
            .mapToLong(model -> model.repository().files().size())
            .sum();
    return List.of(
        files
            + " files of models: each held against what recipe, lock file or hub say of its content"
            + " at a fixed commit.",
        "Checkpoints were read as data; nothing in them was executed.",
        "Every converted network: its output compared with an independent computation from the same"
            + " weights. The differences stand below.",
        "Models: their digests at conversion compared with those that were packed.");
  }

  private void components() {
    report.part("Components");
    report.add(
        new Table(
            List.of("Component", "Licence", "Terms", "Revision"),
            subject.release().components().stream().map(BundleEvidence::component).toList()));
  }

  private static List<String> component(Component component) {
    return List.of(
        component.id(),
        component.licence(),
        component.gated() ? "gated" : component.revision() == null ? "-" : "open",
        Optional.ofNullable(component.revision()).orElse("-"));
  }

  private void cards() {
    var packages = subject.release().cuda();
    if (packages.isEmpty()) {
      return;
    }
    report
        .part("Libraries for graphics cards")
        .words(
            "Passed on unchanged, as parts of this product, under their publishers' terms, which"
                + " were shown and accepted before they were fetched. The texts are in"
                + " licences.txt. Every name and symbol that they need was found among them, in the"
                + " C library and what belongs to it, or left to the driver.");
    report.add(
        new Table(
            List.of("Package", "Version", "Licence", "Source", "SHA-256 of what was fetched"),
            packages.stream().map(BundleEvidence::fetched).toList()));
    report.words("Carried of them:");
    report.add(
        new Table(
            List.of("File", "Bytes", "SHA-256"),
            packages.stream()
                .flatMap(part -> part.libraries().stream())
                .map(
                    library ->
                        List.of(
                            library.name(),
                            Long.toString(library.sizeBytes()),
                            library.sha256().hex()))
                .toList()));
  }

  private static List<String> fetched(CarriedPackage part) {
    return List.of(
        part.name(),
        part.version(),
        part.licence(),
        part.source(),
        part.file().map(file -> file.sha256().hex()).orElse("-"));
  }

  private void models() {
    report.part("Models");
    subject.release().models().forEach(this::model);
    for (var repository : subject.missing()) {
      report
          .subpart(repository.name())
          .fact("left out", "gated, and the build had no access to it");
    }
    if (subject.release().models().isEmpty()) {
      report.words("none: this bundle carries the programs alone");
    }
  }

  private void model(ReleasedModel released) {
    var repository = released.repository();
    report
        .subpart(repository.name() + (released.isForCards() ? ", for graphics cards" : ""))
        .fact("role", repository.role().word())
        .fact("commit", repository.commit())
        .fact("licence", repository.licence())
        .fact("terms", terms(repository))
        .fact("signature", signature(released));
    var converted = released.model().converted();
    converted.all().forEach(model -> conversion(model, converted));
    report.words("Fetched of the repository, at that commit:");
    report.add(
        new Table(
            List.of("File", "Bytes", "The hub's digest", "SHA-256 here"),
            repository.files().stream().map(BundleEvidence::fetched).toList()));
    report.words("Carried, in " + released.root() + ":");
    report.add(
        new Table(
            List.of("File", "SHA-256"),
            released.statement().files().entrySet().stream()
                .map(file -> List.of(file.getKey().value(), file.getValue().hex()))
                .toList()));
  }

  private String terms(RecipeRepository repository) {
    if (repository.isLocal()) {
      return "a model of the builder's own; no hub was asked";
    }
    if (!repository.gated()) {
      return "open";
    }
    return subject
        .grant(repository.name())
        .map(
            grant ->
                "gated; granted to the account " + grant.account() + ", checked " + grant.checked())
        .orElse(
            "gated: the hub gives the files to accounts only that have accepted the authors' terms,"
                + " and gave them to the builder's. Which account, and when that was checked, is on"
                + " the page for paper that the build wrote beside the bundle");
  }

  private static String signature(ReleasedModel released) {
    return released.signed()
        ? ModelStatement.SIGNATURE_FILE + ", OpenSSF Model Signing 1.0"
        : "no " + ModelStatement.SIGNATURE_FILE + ": that form knows ECDSA keys only";
  }

  private void conversion(ConvertedModel model, ConvertedModel whole) {
    var provenance = model.descriptor().provenance();
    var part = model.equals(whole) ? "" : " of " + model.descriptor().name();
    report.fact("source" + part, provenance.source().toString());
    report.fact("converter" + part, converter(provenance));
    report.fact("parity" + part, parity(provenance.parity()));
    if (!provenance.missing().isEmpty()) {
      report.fact("assumed" + part, "what would be in " + String.join(", ", provenance.missing()));
    }
  }

  private static String converter(Provenance provenance) {
    var precision = provenance.precision();
    return provenance.converter() + (precision == null ? "" : ", " + precision.word());
  }

  private static String parity(@Nullable Parity parity) {
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

  /// The hub states a SHA-256 for large files and git's id for small ones. Each file was held
  /// against what it states, so a SHA-256 of the hub's is the one here.
  private static List<String> fetched(RecipeFile file) {
    var here = file.sha256().map(Digest::hex).orElse("-");
    return List.of(
        file.path().value(),
        file.sizeBytes().isPresent() ? Long.toString(file.sizeBytes().getAsLong()) : "-",
        file.gitBlob().map(id -> "git " + id.hex()).orElse("sha256 " + here),
        here);
  }

  private void credits() {
    if (subject.release().models().isEmpty()) {
      return;
    }
    report
        .part("Credits")
        .words("Who made the models, and under which licence they travel.")
        .add(new Steps(credits(subject.release().models())));
    report.words("Licences of the libraries, and the texts: licences.txt, beside this file.");
  }

  static List<String> credits(List<ReleasedModel> models) {
    var texts = new ArrayList<String>();
    for (var released : models.stream().filter(model -> !model.isForCards()).toList()) {
      var converted = released.model().converted().descriptor().provenance();
      texts.add(Attribution.of(released.repository()).text(converted.converter()));
    }
    return texts;
  }
}
