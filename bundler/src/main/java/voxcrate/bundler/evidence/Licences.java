package voxcrate.bundler.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import voxcrate.bundler.evidence.SoftwareParts.Jar;
import voxcrate.bundler.pack.Release;
import voxcrate.report.Report;
import voxcrate.report.Report.Steps;
import voxcrate.report.Report.Table;
import voxcrate.report.Report.Verbatim;
import voxcrate.report.TextPage;

/// `licences.txt`: under which licence each part travels, with the notices and texts that have to
/// travel along.
public final class Licences {
  public static final String NAME = "licences.txt";

  /// Licences and notices that a jar brings with it. What is longer stays in the jar.
  private static final Pattern NOTICE =
      Pattern.compile("META-INF/[^/]*(LICEN[CS]E|NOTICE)[^/]*", Pattern.CASE_INSENSITIVE);

  /// The text of the Apache licence travels once, further down.
  private static final String APACHE_ITSELF = "1. Definitions.";

  private static final int MAX_NOTICE_BYTES = 1 << 14;

  private final Release release;
  private final SoftwareParts software;
  private final EnumSet<KnownLicence> texts = EnumSet.noneOf(KnownLicence.class);
  private final Report.Builder report =
      Report.titled("Licences of what this bundle carries (SPDX identifiers)");

  private Licences(Release release) throws IOException {
    this.release = release;
    this.software = SoftwareParts.of(release);
  }

  /// @throws voxcrate.problem.ToolException when a library's licence is not known
  public static String of(Release release) throws IOException {
    return TextPage.of(new Licences(release).tell());
  }

  private Report tell() throws IOException {
    components();
    libraries();
    runtime();
    cards();
    models();
    notices();
    texts();
    return report.build();
  }

  private void components() {
    report
        .part("Components")
        .add(
            new Table(
                List.of("Component", "licence"),
                release.components().stream()
                    .map(
                        component ->
                            List.of(
                                component.id(),
                                component.licence() + (component.gated() ? ", gated" : "")))
                    .toList()));
  }

  private void libraries() {
    report.part("Libraries");
    var distinct = new TreeMap<String, Library>();
    software.jars().forEach(jar -> distinct.put(jar.name(), jar.library()));
    var rows = new ArrayList<List<String>>();
    distinct.forEach(
        (name, library) -> {
          texts.addAll(library.known().texts());
          rows.add(
              List.of(name, library.known().licence(), String.join(" ", library.known().notes())));
        });
    for (var file : software.natives()) {
      texts.add(KnownLicence.MIT);
      rows.add(
          List.of(
              SoftwareParts.nameOf(file),
              "MIT",
              "ONNX Runtime. Copyright (c) Microsoft Corporation. What it holds of others:"
                  + " ThirdPartyNotices.txt in onnxruntime's jar, in engine/lib."));
    }
    report.add(new Table(List.of("Library", "licence", "notes"), rows));
  }

  private void runtime() {
    var java = software.java();
    report
        .part("Java runtime")
        .fact("licence", "GPL-2.0-only WITH Classpath-exception-2.0")
        .fact("version", java.version() + ", built by " + java.vendor())
        .fact("sources", java.sources())
        .words(
            "Its licence, and those of what it holds of others, lie in runtime/legal of the"
                + " installed release and of the bootstrap.");
  }

  private void cards() {
    for (var part : release.cuda()) {
      if (part.terms().isPresent()) {
        report
            .part(part.name() + " " + part.version() + " · " + part.licence())
            .add(new Verbatim(part.terms().get()));
      } else if (!KnownLicence.of(part.licence()).isPresent()) {
        report
            .part(part.name() + " " + part.version() + " · " + part.licence())
            .words(
                "No text came with it. Its publisher's terms, which were shown when the bundle was"
                    + " built, apply.");
      }
    }
  }

  private void models() {
    report.part("Models");
    if (release.models().isEmpty()) {
      report.words("none");
      return;
    }
    report.add(new Steps(BundleEvidence.credits(release.models())));
    for (var model : release.models()) {
      KnownLicence.of(model.repository().licence()).ifPresent(texts::add);
    }
    report.words(
        "A model's own card and licence lie beside it in models/torch. Whoever fetched a gated"
            + " model has accepted its authors' terms; they bind those who use it here.");
  }

  private void notices() throws IOException {
    var seen = new TreeMap<String, String>();
    for (var jar : software.jars()) {
      if (!jar.library().isOwn()) {
        notices(jar, seen);
      }
    }
    seen.forEach((name, text) -> report.part(name).add(new Verbatim(text)));
  }

  private static void notices(Jar jar, Map<String, String> seen) throws IOException {
    try (var zip = new ZipInputStream(jar.file().content().open())) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (NOTICE.matcher(entry.getName()).matches()) {
          var name = jar.name() + ": " + name(entry.getName());
          notice(zip).ifPresent(text -> seen.put(name, text));
        }
      }
    }
  }

  private static String name(String entry) {
    return entry.substring(entry.lastIndexOf('/') + 1);
  }

  private static Optional<String> notice(ZipInputStream zip) throws IOException {
    var bytes = zip.readNBytes(MAX_NOTICE_BYTES + 1);
    return bytes.length > MAX_NOTICE_BYTES
        ? Optional.empty()
        : Optional.of(new String(bytes, UTF_8).replace("\r\n", "\n"))
            .filter(text -> !text.contains(APACHE_ITSELF));
  }

  private void texts() {
    for (var licence : texts) {
      report.part(licence.id() + " · " + licence.title()).add(new Verbatim(licence.text()));
    }
  }
}
