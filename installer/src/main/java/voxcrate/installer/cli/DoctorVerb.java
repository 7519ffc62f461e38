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
import voxcrate.installer.doctor.Diagnosis;
import voxcrate.installer.doctor.Doctor;
import voxcrate.installer.doctor.DoctorPage;
import voxcrate.installer.doctor.Finding;
import voxcrate.installer.machine.Machine;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.Problem;

/// `voxcrate-installer doctor`.
@Command(
    name = "doctor",
    description =
        "Looks at files, rights, disk, machine, clock, graphics cards, and tries the engine with a"
            + " known recording; says what is wrong and the command that mends it.",
    footer = {
      "",
      "Example:  ~/voxcrate/bin/voxcrate-installer doctor --report for-the-supplier.txt"
    })
public final class DoctorVerb extends InstallerVerb {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write one page to carry out, without names of people, machines or recordings: FILE.html"
              + " for browsers, else text.")
  @Nullable Path report;

  @Option(names = "--no-inference", description = "Do not try the engine, which takes the longest.")
  boolean noInference;

  @Override
  protected ExitStatus run(Console console) throws Exception {
    var clock = Clock.systemUTC();
    var machine = Machine.here();
    var layout = layout();
    var diagnosis = new Doctor(layout, machine, clock, console.progress()).look(!noInference);
    diagnosis.findings().forEach(finding -> print(finding, console));
    if (report != null) {
      new OutputFile(report)
          .write(
              DoctorPage.of(diagnosis, layout, machine, clock.instant(), Program.Version.number()));
      console.print("Wrote " + report);
    }
    if (diagnosis.warnings() > 0) {
      console.warn(diagnosis.warnings() == 1 ? "1 warning" : diagnosis.warnings() + " warnings");
    }
    console.result(document(diagnosis));
    return diagnosis.status();
  }

  private static void print(Finding finding, Console console) {
    switch (finding) {
      case Finding.Good(var check, var evidence) -> line(console, "good", check, evidence);
      case Finding.Skipped(var check, var reason) -> line(console, "skipped", check, reason);
      case Finding.Warning(var check, var problem, var details) ->
          print("warning", check, problem, details, console);
      case Finding.Bad(var check, var problem, var details) ->
          print("BAD", check, problem, details, console);
    }
  }

  private static void print(
      String verdict, String check, Problem problem, List<String> details, Console console) {
    line(console, verdict, check, problem.headline() + " (" + problem.code().id() + ")");
    indented(console, "found", problem.found());
    if (problem.expected() != null) {
      indented(console, "expected", problem.expected());
    }
    var label = "next";
    for (var step : problem.remedy()) {
      indented(console, label, step);
      label = "";
    }
    details.forEach(detail -> indented(console, "", detail));
  }

  private static void indented(Console console, String label, String text) {
    var name = label.isEmpty() ? "" : label + ":";
    console.print(
        String.format(
            Locale.ROOT, "         %-10s%s", name, text.replace("\n", "\n" + " ".repeat(19))));
  }

  private static void line(Console console, String verdict, String check, String text) {
    console.print(String.format(Locale.ROOT, "%-8s %s: %s", verdict, check, text));
  }

  private static Json document(Diagnosis diagnosis) {
    return Json.object()
        .put("_type", "voxcrate-diagnosis/1")
        .put("verdict", diagnosis.verdict())
        .putIfPresent("release", diagnosis.release().map(Json::of))
        .put(
            "findings",
            diagnosis.findings().stream().map(DoctorVerb::document).collect(Json.toArray()))
        .build();
  }

  private static Json document(Finding finding) {
    var json = Json.object().put("check", finding.check());
    switch (finding) {
      case Finding.Good(var _, var evidence) ->
          json.put("result", "good").put("evidence", evidence);
      case Finding.Skipped(var _, var reason) ->
          json.put("result", "skipped").put("evidence", reason);
      case Finding.Warning(var _, var problem, var details) ->
          put(json.put("result", "warning"), problem, details);
      case Finding.Bad(var _, var problem, var details) ->
          put(json.put("result", "bad"), problem, details);
    }
    return json.build();
  }

  private static void put(Json.Builder json, Problem problem, List<String> details) {
    json.put("code", problem.code().id())
        .put("headline", problem.headline())
        .put("evidence", problem.found())
        .put("remedy", Json.strings(problem.remedy()))
        .put("details", Json.strings(details));
  }
}
