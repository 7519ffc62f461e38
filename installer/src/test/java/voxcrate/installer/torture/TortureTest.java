package voxcrate.installer.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.installer.InstallerRun;

/// A part of what `scripts/torture` does: each scenario killed, or its calls failing, at points
/// spread over all of it; power cuts and bad disks where there is a root to mount them.
final class TortureTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> killed_at_any_call_everything_holds() throws Exception {
    return spread("kill", 40);
  }

  @TestFactory
  Stream<DynamicTest> call_that_fails_takes_everything_back() throws Exception {
    return spread("fail", 8);
  }

  /// A line that has lost its beginning ends like a whole one.
  @Test
  void lost_write_leaves_no_broken_line_in_the_log() throws Exception {
    assumeTrue(Calls.canBeTraced(), "strace is missing, or processes may not be traced here");
    var grounds = Grounds.in(folder.resolve("grounds"));
    var trial = Trial.of(grounds, Scenario.TRUST, folder.resolve("lost"));
    var write =
        trial.calls().stream()
            .filter(call -> call.name().equals("write") && call.arguments().contains("P/log/inst"))
            .findFirst();

    assertThat(trial.failAt(write.orElseThrow(), "retval=7")).isEmpty();
  }

  /// The state has its name, and its folder does not reach the disk: the next run finds nothing to
  /// mend any more, and has to log what this one did.
  @Test
  void mending_is_logged_though_the_last_sync_before_it_fails() throws Exception {
    assumeTrue(Calls.canBeTraced(), "strace is missing, or processes may not be traced here");
    var grounds = Grounds.in(folder.resolve("grounds"));
    var trial = Trial.of(grounds, Scenario.MEND, folder.resolve("mended"));
    var sync =
        trial.calls().stream()
            .filter(call -> call.name().equals("fsync") && call.arguments().contains("<P/trust>"))
            .reduce((_, last) -> last);

    assertThat(trial.failAt(sync.orElseThrow(), "error=EIO")).isEmpty();
  }

  /// @param count of points altogether; longer scenarios get more of them
  private Stream<DynamicTest> spread(String what, int count) throws Exception {
    assumeTrue(Calls.canBeTraced(), "strace is missing, or processes may not be traced here");
    var grounds = Grounds.in(folder.resolve("grounds"));
    var all = new ArrayList<Point>();
    for (var scenario : Scenario.values()) {
      var trial = Trial.of(grounds, scenario, folder.resolve(scenario.lower()));
      for (var point : Points.of(what, trial)) {
        all.add(new Point(scenario.lower() + " " + point.name(), point.trial()));
      }
    }
    int step = all.size() / count;
    try (var two = Executors.newFixedThreadPool(2)) {
      return Stream.iterate(step / 2, i -> i + step)
          .limit(count)
          .map(all::get)
          .map(point -> new Played(point.name(), two.submit(point::defects)))
          // All are played before the first is looked at.
          .toList()
          .stream()
          .map(Played::test);
    }
  }

  /// A point that is being played, or has been.
  private record Played(String name, Future<List<String>> defects) {
    DynamicTest test() {
      return DynamicTest.dynamicTest(name, () -> assertThat(defects.get()).isEmpty());
    }
  }

  @TestFactory
  Stream<DynamicTest> power_cut_at_any_call_is_survived() {
    return mounted("power", "upgrade 53 11", "first 191 60");
  }

  @TestFactory
  Stream<DynamicTest> bad_disk_is_told_and_changes_nothing() {
    return mounted("disk", "upgrade 3 0");
  }

  /// In a process with mounts of its own, which are gone with it.
  ///
  /// @param parts scenario, step and seed
  private Stream<DynamicTest> mounted(String what, String... parts) {
    return Arrays.stream(parts)
        .map(
            part ->
                DynamicTest.dynamicTest(
                    what + " " + part,
                    () -> {
                      assumeTrue(
                          Calls.canBeTraced() && Disk.canBeMade(),
                          "disks need root, loop devices and a mount namespace");
                      var run = Calls.run(torture(what, part.split(" ")));
                      assertThat(run.status()).as(run.out() + run.err()).isZero();
                      assertThat(run.out()).contains(" 0 unsound");
                    }));
  }

  private List<String> torture(String what, String... part) {
    var command = new ArrayList<>(List.of("unshare", "-m"));
    command.addAll(InstallerRun.command());
    command.removeLast();
    command.add(1 + command.indexOf("-m") + 1, "--enable-native-access=ALL-UNNAMED");
    command.add(Torture.class.getName());
    var work = folder.resolve(String.join("-", part).toLowerCase(Locale.ROOT));
    command.addAll(List.of(what, work.toString()));
    command.addAll(List.of(part));
    command.add("1");
    return command;
  }
}
