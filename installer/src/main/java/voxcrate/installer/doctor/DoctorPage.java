package voxcrate.installer.doctor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.machine.Machine;
import voxcrate.problem.Problem;
import voxcrate.report.Report;
import voxcrate.report.Report.Steps;

/// A diagnosis as one page to carry out. It names no person, machine, folder or recording.
public final class DoctorPage {
  /// Begins every such page, so that a later one may take its place.
  public static final String TITLE = "Voxcrate doctor";

  private final Redaction redaction;
  private final Report.Builder report = Report.titled(TITLE);

  private DoctorPage(Redaction redaction) {
    this.redaction = redaction;
  }

  /// @param written by this machine's clock
  /// @param installer version of the program that made it
  public static Report of(
      Diagnosis diagnosis,
      InstallLayout layout,
      Machine machine,
      Instant written,
      String installer) {
    var redaction =
        Redaction.of(
            layout.prefix(),
            Optional.ofNullable(System.getProperty("user.home")).map(Path::of),
            Optional.ofNullable(System.getProperty("user.name")),
            machine.hostName());
    return new DoctorPage(redaction).tell(diagnosis, machine, written, installer);
  }

  private Report tell(Diagnosis diagnosis, Machine machine, Instant written, String installer) {
    report
        .fact("verdict", diagnosis.verdict())
        .fact("release in use", diagnosis.release().orElse("none"))
        .fact("page made", written + ", by this machine's clock")
        .fact("by", "voxcrate-installer " + installer)
        .fact("system", clean(machine.distribution()) + ", kernel " + clean(machine.kernel()));
    diagnosis.findings().stream().filter(Finding.Bad.class::isInstance).forEach(this::tell);
    diagnosis.findings().stream().filter(Finding.Warning.class::isInstance).forEach(this::tell);
    report.part("Good, or not looked at");
    diagnosis.findings().forEach(this::tellShort);
    return report.build();
  }

  private void tell(Finding finding) {
    switch (finding) {
      case Finding.Bad(var check, var problem, var _) -> tell("BAD", check, problem);
      case Finding.Warning(var check, var problem, var _) -> tell("warning", check, problem);
      case Finding.Good _, Finding.Skipped _ -> {}
    }
  }

  private void tell(String verdict, String check, Problem problem) {
    report
        .part(verdict + " · " + check + " · " + problem.headline())
        .fact("code", problem.code().id())
        .fact("while", clean(problem.doing()))
        .fact("found", clean(problem.found()));
    if (problem.expected() != null) {
      report.fact("expected", clean(problem.expected()));
    }
    report.add(new Steps(problem.remedy().stream().map(this::clean).toList()));
  }

  private void tellShort(Finding finding) {
    switch (finding) {
      case Finding.Good(var check, var evidence) -> report.fact(check, clean(evidence));
      case Finding.Skipped(var check, var reason) ->
          report.fact(check, "not looked at: " + clean(reason));
      case Finding.Bad _, Finding.Warning _ -> {}
    }
  }

  private String clean(String text) {
    return redaction.of(text);
  }
}
