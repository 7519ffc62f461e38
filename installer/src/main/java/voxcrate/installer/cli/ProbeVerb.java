package voxcrate.installer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import voxcrate.cli.Console;
import voxcrate.installer.machine.Graphics;
import voxcrate.installer.machine.Machine;
import voxcrate.installer.machine.MachineProfile;
import voxcrate.installer.machine.MachineProfile.Installed;
import voxcrate.installer.status.InstalledRelease;
import voxcrate.installer.status.InstalledRelease.Role;
import voxcrate.installer.status.Inventory;
import voxcrate.installer.status.Memory;
import voxcrate.json.JsonWriter;
import voxcrate.problem.ExitStatus;
import voxcrate.progress.ByteCount;

/// `voxcrate-installer probe`.
@Command(
    name = "probe",
    description =
        "Writes a profile of this machine for whoever builds the next bundle: processor, memory,"
            + " disks, graphics cards, driver, what is installed. It names no person or machine;"
            + " read it before you carry it out.",
    footer = {"", "Example:  ./voxcrate-installer probe --out /media/STICK/machine.json"})
public final class ProbeVerb extends InstallerVerb {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the profile (default: standard output).")
  @Nullable Path out;

  @Override
  protected ExitStatus run(Console console) throws Exception {
    var machine = Machine.here();
    var profile =
        MachineProfile.of(machine, layout().prefix(), installed(), Clock.systemUTC().instant());
    var text = JsonWriter.indented(profile);
    if (out == null) {
      console.print(text.stripTrailing());
    } else {
      new OutputFile(out).write(text, MachineProfile.TYPE);
      console.print(
          machine.processor().model()
              + ", "
              + ByteCount.text(machine.memory().total())
              + " memory, "
              + told(machine.graphics()));
      console.print("Wrote " + out);
    }
    console.result(profile);
    return ExitStatus.DONE;
  }

  private static String told(Graphics graphics) {
    return switch (graphics) {
      case Graphics.None _ -> "no graphics card of NVIDIA";
      case Graphics.Unusable(var reason) -> "a graphics card that cannot be used: " + reason;
      case Graphics.Usable usable ->
          usable.cards().size()
              + " x "
              + usable.cards().getFirst().name()
              + ", driver "
              + usable.driver()
              + ", CUDA "
              + usable.cuda();
    };
  }

  private Optional<Installed> installed() throws IOException {
    return Inventory.of(layout(), Memory.of(layout())).stream()
        .filter(release -> release.role() == Role.CURRENT)
        .findFirst()
        .flatMap(ProbeVerb::installed);
  }

  private static Optional<Installed> installed(InstalledRelease release) {
    return release
        .bundle()
        .map(
            origin ->
                new Installed(
                    release.name(),
                    origin.manifest().version(),
                    origin.manifest().sequence(),
                    origin.id().toString()));
  }
}
