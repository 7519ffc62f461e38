package voxcrate.installer.torture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import voxcrate.installer.InstallerRun;
import voxcrate.installer.Tree;

/// A scenario on disks that are full, read-only, or hold what nobody may change. Once that is put
/// right, the same command does its work.
final class BadDisks {
  private static final List<String> KEPT =
      List.of("", "store", "releases", "trust", "trust/state.json", "bin", "log", "evidence");

  private final Trial trial;
  private final AtomicInteger count = new AtomicInteger();

  BadDisks(Trial trial) {
    this.trial = trial;
  }

  /// What is wrong with a disk: done to it before the command, undone after it.
  private record Fault(String name, String options, List<String> before, List<String> after) {}

  List<Point> points() throws Exception {
    var faults = new ArrayList<Fault>();
    faults.add(
        new Fault("too small", "size=20m", List.of(), List.of("mount -o remount,size=200m DISK")));
    faults.add(
        new Fault(
            "too few inodes",
            "size=200m,nr_inodes=" + (inodes() + 12),
            List.of(),
            List.of("mount -o remount,nr_inodes=9000 DISK")));
    faults.add(
        new Fault(
            "read-only",
            "size=200m",
            List.of("mount -o remount,ro DISK"),
            List.of("mount -o remount,rw DISK")));
    faults.add(
        new Fault(
            "full while a release is tried",
            "size=200m",
            List.of("echo 'head -c 999m /dev/zero > DISK/fill 2>/dev/null' > DISTURBANCE"),
            List.of("rm -f DISK/fill DISTURBANCE")));
    for (var path : KEPT) {
      if (Files.exists(trial.before().resolve(path))) {
        faults.add(
            new Fault(
                "not to be changed: " + path,
                "",
                List.of("chattr +i 'PREFIX/" + path + "'"),
                List.of("chattr -i 'PREFIX/" + path + "'")));
      }
    }
    return faults.stream().map(fault -> new Point(fault.name(), () -> defects(fault))).toList();
  }

  private long inodes() throws Exception {
    if (!Files.exists(trial.before())) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(trial.before())) {
      return files.count();
    }
  }

  private List<String> defects(Fault fault) throws Exception {
    var folder = trial.work().resolve("bad" + count.incrementAndGet());
    // Only a disk of its own can be too small; what is kept from changes needs ext4.
    try (var _ = fault.options().isEmpty() ? Disk.make(folder, "200M") : memory(folder, fault)) {
      var prefix = Files.createDirectories(folder.resolve("home")).resolve("voxcrate");
      Trial.copy(trial.before(), prefix);
      var tree = Tree.withoutTimes(prefix);
      shell(fault.before(), folder, prefix);
      var run = Calls.run(trial.command(prefix));
      var defects = new ArrayList<>(trial.soundness().defects(prefix));
      shell(fault.after(), folder, prefix);
      defects.addAll(judged(run, tree, prefix));
      if (defects.isEmpty()) {
        defects.addAll(trial.soundness().defectsAfterAnotherRun(prefix));
      }
      return defects;
    }
  }

  private List<String> judged(InstallerRun run, List<String> before, Path prefix) throws Exception {
    if (run.status() == 0) {
      return trial.soundness().defectsOfSuccess(prefix);
    }
    var defects = new ArrayList<String>();
    if (run.status() != 6) {
      defects.add("it ended " + run);
    }
    if (!trial.mayStayChanged()
        && !Tree.withoutTimes(prefix).equals(before)
        && !run.err().contains("VX-INSTALL-020")) {
      var more = new ArrayList<>(Tree.withoutTimes(prefix));
      more.removeAll(before);
      defects.add("after the refusal it is not as before: " + more + " " + run.err());
    }
    return defects;
  }

  private static Closeable memory(Path folder, Fault fault) throws Exception {
    Files.createDirectories(folder);
    Disk.tool("mount", "-t", "tmpfs", "-o", fault.options(), "tmpfs", folder.toString());
    return () -> {
      try {
        Disk.unmount(folder);
      } catch (Exception e) {
        throw new IOException(e);
      }
    };
  }

  private void shell(List<String> lines, Path folder, Path prefix) throws Exception {
    for (var line : lines) {
      Disk.tool(
          "sh",
          "-c",
          line.replace("DISK", folder.toString())
              .replace("PREFIX", prefix.toString())
              .replace("DISTURBANCE", prefix.resolveSibling(Grounds.DISTURBANCE).toString()));
    }
  }
}
