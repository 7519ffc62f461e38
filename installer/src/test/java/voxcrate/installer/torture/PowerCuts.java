package voxcrate.installer.torture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import voxcrate.installer.torture.Calls.Call;
import voxcrate.installer.torture.Disk.Cut;

/// A scenario on a disk whose power fails.
final class PowerCuts {
  private static final String SIZE = "200M";

  private final Trial trial;
  private final Disk original;
  private final AtomicInteger copies = new AtomicInteger();

  /// @param trial whose installation is put on a disk
  PowerCuts(Trial trial) throws Exception {
    this.trial = trial;
    this.original = Disk.make(trial.work().resolve("disk"), SIZE);
    var prefix = prefix(original);
    Files.createDirectories(prefix.getParent());
    Trial.copy(trial.before(), prefix);
    original.unmount();
  }

  private static Path prefix(Disk disk) {
    return disk.folder().resolve("home/voxcrate");
  }

  /// All points of the scenario, each with the journal flushed and with it lost, and the end.
  List<Point> points() throws Exception {
    var points = new ArrayList<Point>();
    for (var cut : Cut.values()) {
      for (var call : trial.calls()) {
        var name = call.label() + " " + cut + " " + call.arguments();
        points.add(new Point(name, () -> cutAt(call, cut)));
      }
      points.add(new Point("the end " + cut, () -> cutAt(null, cut)));
    }
    return points;
  }

  /// @param call before which the power fails; null for right after the last one
  private List<String> cutAt(@Nullable Call call, Cut cut) throws Exception {
    try (var disk = original.copy(trial.work().resolve("disk" + copies.incrementAndGet()))) {
      var prefix = prefix(disk);
      var command = trial.command(prefix);
      var run = call == null ? Calls.run(command) : Calls.disturbed(command, call, "signal=KILL");
      disk.cutPower(cut);
      disk.unmount();
      disk.mount();
      var defects = new ArrayList<>(trial.soundness().defects(prefix));
      if (run.status() == 0) {
        defects.addAll(trial.soundness().defectsOfSuccess(prefix));
      }
      if (defects.isEmpty()) {
        defects.addAll(trial.soundness().defectsAfterAnotherRun(prefix));
      }
      return defects;
    }
  }
}
