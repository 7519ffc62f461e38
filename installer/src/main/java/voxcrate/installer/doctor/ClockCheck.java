package voxcrate.installer.doctor;

import static voxcrate.installer.doctor.DoctorCode.CLOCK_WRONG;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.problem.Problem;

/// Whether the clock can be true. Nothing depends on it: a wrong one is only said.
final class ClockCheck implements Check {
  private static final String NAME = "clock";
  private static final Duration TOLERANCE = Duration.ofDays(1);

  /// Longer than a bundle is likely to be in use.
  private static final Duration LONG = Duration.ofDays(20 * 365);

  private final InstallLayout layout;
  private final Clock clock;
  private final Instant newestSigned;

  /// @param newestSigned latest time that signed data has shown
  ClockCheck(InstallLayout layout, Clock clock, Instant newestSigned) {
    this.layout = layout;
    this.clock = clock;
    this.newestSigned = newestSigned;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() throws IOException {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (now.isBefore(newestSigned)) {
      return List.of(wrong(now, "the clock is behind signed data, which is from " + newestSigned));
    }
    if (newestSigned.isAfter(Instant.EPOCH) && now.isAfter(newestSigned.plus(LONG))) {
      return List.of(
          wrong(now, "the clock is more than 20 years ahead of signed data from " + newestSigned));
    }
    for (var file : List.of(layout.state(), layout.installLog(), layout.current())) {
      if (Files.exists(file)
          && Files.getLastModifiedTime(file).toInstant().isAfter(now.plus(TOLERANCE))) {
        return List.of(wrong(now, "files of the installation are from the future"));
      }
    }
    return List.of(new Finding.Good(NAME, now + ", after all that signed data has shown"));
  }

  private static Finding wrong(Instant now, String found) {
    return Finding.warning(
        NAME,
        Problem.of(
            CLOCK_WRONG,
            "The clock is wrong",
            "comparing times",
            now + ": " + found,
            "set it, as root: date --set 'YYYY-MM-DD hh:mm'",
            "nothing is locked by it: installs take the later of the two times"));
  }
}
