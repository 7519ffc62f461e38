package voxcrate.installer.doctor;

import static voxcrate.installer.doctor.DoctorCode.GRAPHICS_UNUSABLE;
import static voxcrate.installer.doctor.DoctorCode.GRAPHICS_UNUSED;

import java.util.ArrayList;
import java.util.List;
import voxcrate.installer.machine.Graphics;
import voxcrate.problem.Problem;
import voxcrate.progress.ByteCount;

/// NVIDIA's cards and driver, and whether the release can compute there.
final class GraphicsCheck implements Check {
  private static final String NAME = "graphics";

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
      var seen =
          card.name()
              + ", compute capability "
              + card.capability()
              + ", "
              + ByteCount.text(card.freeBytes())
              + " of "
              + ByteCount.text(card.totalBytes())
              + " free"
              + (card.mig() ? ", cut into instances (MIG)" : "")
              + "; driver "
              + usable.driver()
              + ", CUDA "
              + usable.cuda()
              + ", by "
              + usable.source();
      findings.add(
          releaseCan
              ? new Finding.Good(NAME, seen)
              : Finding.warning(
                  NAME,
                  Problem.of(
                      GRAPHICS_UNUSED,
                      "The graphics card is not used",
                      "comparing this machine with the release in use",
                      seen + "\nthe release computes on the processor only",
                      "go on: results are the same, only slower",
                      "or ask for a bundle for this machine; its profile tells what fits:"
                          + " voxcrate-installer probe --out FILE")));
    }
    return findings;
  }
}
