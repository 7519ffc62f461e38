package voxcrate.installer.doctor;

import static voxcrate.installer.doctor.DoctorCode.DRIVER_OLD;
import static voxcrate.installer.doctor.DoctorCode.GRAPHICS_SHARED;
import static voxcrate.installer.doctor.DoctorCode.GRAPHICS_SLOWED;
import static voxcrate.installer.doctor.DoctorCode.GRAPHICS_UNSUPPORTED;
import static voxcrate.installer.doctor.DoctorCode.GRAPHICS_UNUSABLE;
import static voxcrate.installer.doctor.DoctorCode.GRAPHICS_UNUSED;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import voxcrate.installer.machine.Graphics;
import voxcrate.machine.CudaSupport;
import voxcrate.problem.Problem;
import voxcrate.progress.ByteCount;

/// NVIDIA's cards and driver, and whether the release can compute there.
final class GraphicsCheck implements Check {
  private static final String NAME = "graphics";
  private static final Pattern CAPABILITY = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

  private final Graphics graphics;
  private final boolean releaseCan;

  /// @param releaseCan whether the release in use brings what computes on such cards
  GraphicsCheck(Graphics graphics, boolean releaseCan) {
    this.graphics = graphics;
    this.releaseCan = releaseCan;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    return switch (graphics) {
      case Graphics.None _ -> List.of(none());
      case Graphics.Unusable(var reason) -> List.of(unusable(reason));
      case Graphics.Usable usable -> usable(usable);
    };
  }

  private Finding none() {
    return releaseCan
        ? Finding.warning(NAME, unusableProblem("no card of NVIDIA is plugged in"))
        : new Finding.Good(NAME, "no card of NVIDIA; the processor computes");
  }

  private static Finding unusable(String reason) {
    return Finding.warning(NAME, unusableProblem(reason));
  }

  private static Problem unusableProblem(String reason) {
    return Problem.of(
        GRAPHICS_UNUSABLE,
        "The graphics card cannot be used",
        "looking for NVIDIA's driver",
        reason,
        "go on with the processor: results are the same, only slower",
        "let an administrator install NVIDIA's driver for this kernel, and start the machine anew;"
            + " nothing else of NVIDIA is needed",
        "where nvidia-smi works for root only, let an administrator give this user the right to"
            + " /dev/nvidia*");
  }

  private List<Finding> usable(Graphics.Usable usable) {
    var findings = new ArrayList<Finding>();
    for (var card : usable.cards()) {
      var seen = seen(card, usable);
      var obstacle = obstacle(card, usable, seen);
      findings.add(
          obstacle.isPresent()
              ? Finding.warning(NAME, obstacle.get())
              : new Finding.Good(NAME, seen));
      card.use().ifPresent(use -> findings.addAll(faring(card, use)));
    }
    return findings;
  }

  private static String seen(Graphics.Card card, Graphics.Usable usable) {
    return card.name()
        + ", compute capability "
        + card.capability()
        + ", "
        + ByteCount.text(card.freeBytes())
        + " of "
        + ByteCount.text(card.totalBytes())
        + " free"
        + (card.mig() ? ", cut into instances (MIG)" : "")
        + card.use()
            .map(
                use ->
                    ", %d of %d MHz, %d °C"
                        .formatted(use.megahertz(), use.mostMegahertz(), use.celsius()))
            .orElse("")
        + "; driver "
        + usable.driver()
        + ", CUDA "
        + usable.cuda()
        + ", by "
        + usable.source();
  }

  /// Why the release does not compute there; empty where it does.
  private Optional<Problem> obstacle(Graphics.Card card, Graphics.Usable usable, String seen) {
    if (!releaseCan) {
      return Optional.of(
          Problem.of(
              GRAPHICS_UNUSED,
              "The graphics card is not used",
              "comparing this machine with the release in use",
              seen + "\nthe release computes on the processor only",
              "go on: results are the same, only slower",
              "or ask for a bundle for this machine; its profile tells what fits:"
                  + " voxcrate-installer probe --out FILE"));
    }
    if (first(usable.cuda()) < CudaSupport.OLDEST_CUDA / 1000) {
      return Optional.of(
          Problem.of(
              DRIVER_OLD,
              "NVIDIA's driver is too old for the release",
              "comparing this machine with the release in use",
              seen,
              "go on with the processor: results are the same, only slower",
              "let an administrator install NVIDIA's driver "
                  + CudaSupport.OLDEST_DRIVER
                  + " or newer"));
    }
    var numbers = CAPABILITY.matcher(card.capability());
    if (numbers.matches()
        && !CudaSupport.runsOn(
            Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))) {
      return Optional.of(
          Problem.of(
                  GRAPHICS_UNSUPPORTED,
                  "The release has no code for this graphics card",
                  "comparing this machine with the release in use",
                  seen,
                  "go on with the processor: results are the same, only slower",
                  "or take another card, or ask for a later Voxcrate")
              .expecting("a compute capability from one of " + CudaSupport.capabilities() + " on"));
    }
    return Optional.empty();
  }

  /// The number before the point; a driver that does not tell is left in peace.
  private static int first(String version) {
    var numbers = CAPABILITY.matcher(version);
    return numbers.matches() ? Integer.parseInt(numbers.group(1)) : Integer.MAX_VALUE;
  }

  private static List<Finding> faring(Graphics.Card card, Graphics.Use use) {
    var findings = new ArrayList<Finding>();
    if (!use.slowed().isEmpty()) {
      findings.add(
          Finding.warning(
              NAME,
              Problem.of(
                  GRAPHICS_SLOWED,
                  "The graphics card is being held back",
                  "looking at " + card.name(),
                  "%d of %d MHz at %d °C, because of %s"
                      .formatted(
                          use.megahertz(),
                          use.mostMegahertz(),
                          use.celsius(),
                          String.join(", ", use.slowed())),
                  "have its fans, the flow of air and the power supply looked at",
                  "results are right all the same, only later")));
    }
    if (use.processes() > 0) {
      findings.add(
          Finding.warning(
              NAME,
              Problem.of(
                  GRAPHICS_SHARED,
                  "Others compute on the graphics card",
                  "looking at " + card.name(),
                  use.processes()
                      + (use.processes() == 1 ? " process, " : " processes, ")
                      + ByteCount.text(card.freeBytes())
                      + " of its memory are left",
                  "nvidia-smi tells who; results are right all the same, only later",
                  "where memory runs out, end them or take another card: --device cuda:N")));
    }
    return findings;
  }
}
