package voxcrate.installer.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.trust.Fingerprint;
import voxcrate.report.Report;
import voxcrate.report.Report.Steps;

/// The log as a page for the officer's file. It names no person, no machine and no folder.
public final class LogPage {
  /// Begins every such page, so that a later one may take its place.
  public static final String TITLE = "Installation log of Voxcrate";

  private LogPage() {}

  /// @param written when the page was made, by this machine's clock
  /// @param installer version of the program that made it
  public static Report of(InstallHistory history, Instant written, String installer) {
    var report =
        Report.titled(TITLE)
            .fact("page made", written + ", by this machine's clock")
            .fact("by", "voxcrate-installer " + installer)
            .fact("entries", Integer.toString(history.entries().size()));
    if (history.unreadable() > 0) {
      report.fact("unreadable lines", Integer.toString(history.unreadable()));
    }
    report.words(
        "Each entry was written when it happened. Times are those of the machine, and never earlier"
            + " than what signed bundles have shown. Fingerprints are compared with those on"
            + " paper.");
    for (var entry : history.entries()) {
      tell(entry, report);
    }
    report.part("Signature").words("Read and compared with paper by:").words("_".repeat(40));
    return report.build();
  }

  private static void tell(LogEntry entry, Report.Builder report) {
    report.part(entry.time() + "  " + entry.event());
    fact(report, "result", entry.text("result"));
    fact(report, "code", entry.text("code"));
    fact(report, "release", entry.text("release"));
    fact(report, "version", entry.text("version"));
    fact(report, "bundle built", entry.text("created"));
    fact(report, "bundle.json", entry.text("bundle"));
    entry.text("subject").ifPresent(subject -> report.fact("what", grouped(subject)));
    keys(report, "signed by", entry.texts("signedBy"));
    keys(report, "trusted now", entry.texts("trustedKeys"));
    list(report, "although", entry.texts("although"));
    list(report, "ignored", entry.texts("ignoredSignatures"));
    list(report, "dropped", entry.texts("releases"));
    var checks = entry.texts("checks");
    if (!checks.isEmpty()) {
      report.words("Checked, in this order:").add(new Steps(checks));
    }
  }

  private static void fact(Report.Builder report, String name, Optional<String> value) {
    value.ifPresent(text -> report.fact(name, text));
  }

  private static void keys(Report.Builder report, String name, List<String> keys) {
    keys.forEach(key -> report.fact(name, grouped(key)));
  }

  private static String grouped(String text) {
    return Fingerprint.isValid(text) ? Fingerprint.parse(text).grouped() : text;
  }

  private static void list(Report.Builder report, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      report.fact(name, String.join(", ", texts));
    }
  }
}
