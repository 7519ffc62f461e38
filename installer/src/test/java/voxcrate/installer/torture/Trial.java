package voxcrate.installer.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import voxcrate.files.Durable;
import voxcrate.installer.InstallerRun;
import voxcrate.installer.Tree;
import voxcrate.installer.torture.Calls.Call;

/// One scenario, played again and again: each time with something going wrong at another point.
final class Trial {
  private static final int KILLED = 128 + 9;

  private final Grounds grounds;
  private final Scenario scenario;
  private final Path work;
  private final Path before;
  private final Soundness soundness;
  private final AtomicInteger places = new AtomicInteger();

  private Trial(Grounds grounds, Scenario scenario, Path work) throws Exception {
    this.grounds = grounds;
    this.scenario = scenario;
    this.work = Files.createDirectories(work);
    this.before = place("before");
    scenario.prepare(before, grounds);
    var after = place("after");
    copy(before, after);
    undisturbed(after);
    this.soundness = new Soundness(grounds, scenario, before, after);
  }

  /// Prepares `scenario`.
  ///
  /// @param work an own folder for it
  static Trial of(Grounds grounds, Scenario scenario, Path work) throws Exception {
    return new Trial(grounds, scenario, work);
  }

  private void undisturbed(Path prefix) {
    var run = InstallerRun.of(scenario.command(prefix, grounds).toArray());
    if (run.status() != 0) {
      throw new IllegalStateException(scenario + " ended " + run.status() + ": " + run.err());
    }
  }

  Grounds grounds() {
    return grounds;
  }

  Path work() {
    return work;
  }

  Soundness soundness() {
    return soundness;
  }

  /// The installation as the command meets it; may only be read.
  Path before() {
    return before;
  }

  /// What an undisturbed run changes, call by call.
  List<Call> calls() throws Exception {
    var prefix = fresh();
    try {
      return Calls.of(command(prefix), prefix, work.resolve("calls"));
    } finally {
      Durable.deleteTree(home(prefix));
    }
  }

  /// Kills the command right before `call`, which is right after the one before it.
  ///
  /// @return what is wrong then, or after another run
  List<String> killAt(Call call) throws Exception {
    var prefix = fresh();
    var run = Calls.disturbed(command(prefix), call, "signal=KILL");
    var defects = new ArrayList<String>();
    if (run.status() != KILLED && run.status() != 0) {
      defects.add("instead of being killed it ended " + run);
    }
    defects.addAll(soundness.defects(prefix));
    return finish(prefix, defects);
  }

  /// Lets `call` fail.
  ///
  /// @param happening such as `error=EIO`
  /// @return what is wrong then, or after another run
  List<String> failAt(Call call, String happening) throws Exception {
    var prefix = fresh();
    var tree = Tree.withoutTimes(prefix);
    var run = Calls.disturbed(command(prefix), call, happening);
    var defects = new ArrayList<>(soundness.defects(prefix));
    if (run.status() != 0 && (run.status() != 6 || run.err().contains("internal fault"))) {
      defects.add("it ended " + run);
    }
    boolean ended = soundness.isAtTheEnd(prefix);
    // What comes after the release is in use may fail, and is said.
    boolean told = run.err().contains("VX-INSTALL-020") || call.arguments().contains("P/derived");
    if (run.status() == 0 && !ended && !told) {
      defects.add("it said that all went well, and it is not as it should be");
    }
    if (run.status() != 0
        && !ended
        && !told
        && !mayStayChanged()
        && !Tree.withoutTimes(prefix).equals(tree)) {
      var more = new ArrayList<>(Tree.withoutTimes(prefix));
      more.removeAll(tree);
      defects.add("after the failure it is not as before: " + more);
    }
    return finish(prefix, defects);
  }

  /// A removal goes on with the next run, and what was mended stays mended.
  boolean mayStayChanged() {
    return scenario == Scenario.UNINSTALL || scenario.isDamaged();
  }

  private List<String> finish(Path prefix, List<String> defects) throws Exception {
    if (defects.isEmpty()) {
      defects.addAll(soundness.defectsAfterAnotherRun(prefix));
    }
    Durable.deleteTree(home(prefix));
    return defects;
  }

  /// The command as a process of its own.
  List<String> command(Path prefix) {
    var arguments = new ArrayList<>(scenario.command(prefix, grounds));
    arguments.addAll(List.of("--progress", "none"));
    return InstallerRun.command(arguments.toArray());
  }

  private Path fresh() throws Exception {
    var prefix = place("p" + places.incrementAndGet());
    copy(before, prefix);
    return prefix;
  }

  private Path place(String name) throws IOException {
    return Files.createDirectories(work.resolve(name)).resolve("voxcrate");
  }

  private static Path home(Path prefix) {
    return java.util.Objects.requireNonNull(prefix.getParent());
  }

  /// With hard links, rights and times; nothing where there is nothing.
  static void copy(Path source, Path target) throws Exception {
    if (Files.exists(source)) {
      var run = Calls.run(List.of("/bin/cp", "-a", source.toString(), target.toString()));
      if (run.status() != 0) {
        throw new IllegalStateException(run.err());
      }
    }
  }
}
