package voxcrate.installer.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import voxcrate.cli.Console;
import voxcrate.cli.Program;
import voxcrate.installer.history.InstallHistory;
import voxcrate.installer.history.LogEntry;
import voxcrate.installer.history.LogPage;
import voxcrate.installer.install.RefusalLog;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate-installer log`.
@Command(
    name = "log",
    description =
        "What was installed, from which bundle, by which signatures, with which result, and each"
            + " change of trust. It names no person, machine or folder.",
    footer = {"", "Example:  ~/voxcrate/bin/voxcrate-installer log --page for-the-file.html"})
public final class LogVerb extends InstallerVerb {
  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Write it as a page for the officer's file: FILE.html for browsers, else text.")
  @Nullable Path page;

  @Option(
      names = "--keep-refusals",
      description = {
        "From now on keep what was refused, too. Without this a refusal leaves no trace in the"
            + " installation."
      })
  boolean keepRefusals;

  @Override
  protected ExitStatus run(Console console) throws Exception {
    var clock = Clock.systemUTC();
    var layout = layout();
    if (keepRefusals) {
      trustKeeping().list();
      new RefusalLog(layout, clock).begin();
      console.print("Refusals are kept from now on");
    }
    var history = InstallHistory.of(layout);
    if (history.entries().isEmpty() && history.unreadable() == 0) {
      trustKeeping().list();
    }
    if (page != null) {
      new OutputFile(page).write(LogPage.of(history, clock.instant(), Program.Version.number()));
      console.print("Wrote " + page);
    } else {
      history.entries().forEach(entry -> print(entry, console));
    }
    if (history.unreadable() > 0) {
      console.warn(history.unreadable() + " lines of the log cannot be read");
    }
    console.result(
        Json.object()
            .put("entries", Json.of(history.entries().stream().map(LogEntry::document).toList()))
            .put("unreadable", history.unreadable())
            .put("refusalsKept", new RefusalLog(layout, clock).isKept())
            .build());
    return ExitStatus.DONE;
  }

  private static void print(LogEntry entry, Console console) {
    console.print(
        String.format(
                Locale.ROOT,
                "%-24s  %-15s  %s",
                entry.time().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                entry.event(),
                entry.subject().orElse(""))
            .stripTrailing());
    signers(entry).forEach(signer -> console.print("    signed by " + signer));
    entry.text("code").ifPresent(code -> console.print("    " + code));
    entry.texts("although").forEach(waiver -> console.print("    although " + waiver));
    entry.text("result").ifPresent(result -> console.print("    " + result));
  }

  private static List<String> signers(LogEntry entry) {
    return entry.texts("signedBy");
  }
}
