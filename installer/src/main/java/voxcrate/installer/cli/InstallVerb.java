package voxcrate.installer.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.trust.TrustPolicy.Waiver;
import voxcrate.cli.Console;
import voxcrate.installer.medium.BundleLocator;
import voxcrate.installer.stage.SpaceBudget;
import voxcrate.installer.trust.TrustChoice;
import voxcrate.json.Json;
import voxcrate.problem.ExitStatus;

/// `voxcrate-installer install DIR`.
@Command(
    name = "install",
    aliases = "repair",
    description = "Verifies a bundle and installs it; the same bundle again verifies and mends.",
    footer = {"", "Example:  ./voxcrate-installer install /media/STICK"})
public final class InstallVerb extends InstallerVerb {
  @Parameters(paramLabel = "DIR", description = "The bundle's folder, or a medium with one bundle.")
  Path bundle;

  @Mixin Trust trust;

  @Option(names = "--dry-run", description = "Check everything, write nothing.")
  boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Option(
      names = "--accept-expired",
      description = "Install a bundle that is past its end; the log says so.")
  boolean acceptExpired;

  @Option(
      names = "--allow-downgrade",
      description =
          "Install a bundle older than one installed before, never one below the version floor; the"
              + " log says so.")
  boolean allowDowngrade;

  InstallVerb() {
    bundle = Path.of("");
    trust = new Trust();
  }

  @Override
  protected ExitStatus run(Console console) throws Exception {
    var found = BundleLocator.locate(bundle);
    var installation = installation(console);
    if (dryRun) {
      var opened = installation.verify(found, choice());
      SpaceBudget.check(layout(), opened.manifest());
      console.print(
          "Release " + opened.releaseName() + " would be installed in " + layout().prefix());
      console.result(
          Json.object().put("release", opened.releaseName()).put("dryRun", true).build());
      return ExitStatus.DONE;
    }
    var installed = installation.install(found, choice());
    console.print(sentence(installed.release(), installed.fresh(), installed.changed()));
    console.print("Start it with " + layout().launchers().resolve("voxcrate"));
    console.result(
        Json.object()
            .put("release", installed.release())
            .put("prefix", layout().prefix().toString())
            .put("fresh", installed.fresh())
            .put("changedFiles", installed.changed())
            .build());
    return ExitStatus.DONE;
  }

  private TrustChoice choice() {
    var waivers = EnumSet.noneOf(Waiver.class);
    if (acceptExpired) {
      waivers.add(Waiver.EXPIRED);
    }
    if (allowDowngrade) {
      waivers.add(Waiver.DOWNGRADE);
    }
    return trust.choice(waivers);
  }

  private String sentence(String release, boolean fresh, int changed) {
    var place = " in " + layout().prefix();
    if (fresh) {
      return "Installed release " + release + place;
    }
    return changed == 0
        ? "Verified release " + release + place + ": nothing had to be mended"
        : "Mended " + changed + " files of release " + release + place;
  }
}
