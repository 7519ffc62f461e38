package voxcrate.installer.doctor;

import static voxcrate.installer.doctor.DoctorCode.START_FORBIDDEN;

import java.util.ArrayList;
import java.util.List;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.machine.Machine;
import voxcrate.problem.Problem;

/// Whether the engine may start, and what an administrator has to allow where it may not.
final class StartCheck implements Check {
  private static final String NAME = "start";

  private final InstallLayout layout;
  private final Machine machine;
  private final Engine engine;

  StartCheck(InstallLayout layout, Machine machine, Engine engine) {
    this.layout = layout;
    this.machine = machine;
    this.engine = engine;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    var guards = new ArrayList<String>();
    if (machine.selinuxEnforces()) {
      guards.add("SELinux enforces");
    }
    if (machine.fapolicydRuns()) {
      guards.add("fapolicyd runs");
    }
    var guarded = guards.isEmpty() ? "" : "; " + String.join(", ", guards);
    return switch (engine.run("--version")) {
      case Engine.Ended.Normally(var status, var _, var _) when status == 0 ->
          List.of(new Finding.Good(NAME, "the engine starts" + guarded));
      case Engine.Ended.Normally(var status, var _, var all) ->
          List.of(
              forbidden(
                  "the engine ends with status "
                      + status
                      + (all.isEmpty() ? "" : ": " + firstLine(all))
                      + guarded));
      case Engine.Ended.NotStarted(var reason) -> List.of(forbidden(reason + guarded));
    };
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private Finding forbidden(String found) {
    var remedy = new ArrayList<String>();
    var prefix = Commands.quoted(layout.prefix());
    if (machine.fapolicydRuns()) {
      remedy.add(
          "let an administrator make the programs known, as root: fapolicyd-cli --file add "
              + Commands.quoted(layout.releases())
              + "/ --trust-file voxcrate && fapolicyd-cli --update");
    }
    if (machine.selinuxEnforces()) {
      remedy.add(
          "let an administrator label them, as root: semanage fcontext -a -t bin_t '"
              + layout.releases()
              + "/[^/]+/(runtime/)?bin(/.*)?' && semanage fcontext -a -t lib_t '"
              + layout.releases()
              + "/[^/]+/(runtime/lib|engine/native)(/.*)?' && restorecon -RFv "
              + prefix);
    }
    remedy.add("mend the installation from its bundle: " + Commands.repair(layout));
    remedy.add(
        "where it still does not start, let an administrator look for what was denied: ausearch -m"
            + " AVC,FANOTIFY -ts recent");
    return Finding.bad(
        NAME,
        new Problem(
            START_FORBIDDEN,
            "The engine does not start",
            "starting " + engine.release().resolve("bin/voxcrate"),
            found,
            null,
            remedy));
  }
}
