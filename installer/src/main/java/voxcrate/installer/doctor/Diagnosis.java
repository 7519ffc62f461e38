package voxcrate.installer.doctor;

import java.util.List;
import java.util.Optional;
import voxcrate.problem.ExitStatus;

/// All that was found, in order.
///
/// @param release in use; empty where nothing is installed
public record Diagnosis(List<Finding> findings, Optional<String> release) {
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /// @return of the first thing that is bad; warnings alone are no failure
  public ExitStatus status() {
    return isBad() ? ExitStatus.MACHINE : ExitStatus.DONE;
  }

  public boolean isBad() {
    return findings.stream().anyMatch(Finding.Bad.class::isInstance);
  }

  public long warnings() {
    return findings.stream().filter(Finding.Warning.class::isInstance).count();
  }

  /// In one word.
  public String verdict() {
    if (isBad()) {
      return "bad";
    }
    return warnings() > 0 ? "warning" : "good";
  }
}
