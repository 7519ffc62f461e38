package voxcrate.installer.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.trust.TrustPolicy.Waiver;
import voxcrate.cli.Console;
import voxcrate.installer.install.LauncherLinks;
import voxcrate.installer.medium.BundleLocator;
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

  @Option(
      names = "--dry-run",
      description = "Check everything and say what would be written; write nothing.")
  boolean dryRun;

  @Option(
      names = "--link",
      paramLabel = "DIR",
      description =
          "Link both programs into this folder, for example ~/.local/bin; an uninstall removes the"
              + " links.")
  @Nullable Path link;

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
    var links = new LauncherLinks(layout());
    if (link != null) {
      links.check(link);
    }
    return dryRun ? tryOut(found, console) : install(found, links, console);
  }

  private ExitStatus tryOut(Path found, Console console) throws Exception {
    var opened = installation(console).dryRun(found, choice());
    new FootprintView(console).show(opened, layout(), link);
    return ExitStatus.DONE;
  }

  private ExitStatus install(Path found, LauncherLinks links, Console console) throws Exception {
    var installed = recorded("install", () -> installation(console).install(found, choice()));
    console.print(sentence(installed.release(), installed.fresh(), installed.changed()));
    var made = link == null ? List.<Path>of() : links.make(link);
    made.forEach(path -> console.print("Linked " + path));
    console.print("Start it with " + start(made));
    console.result(
        Json.object()
            .put("release", installed.release())
            .put("prefix", layout().prefix().toString())
            .put("fresh", installed.fresh())
            .put("changedFiles", installed.changed())
            .put("links", Json.strings(made.stream().map(Path::toString).toList()))
            .build());
    return ExitStatus.DONE;
  }

  private Path start(List<Path> links) {
    return links.isEmpty() ? layout().launchers().resolve("voxcrate") : links.getFirst();
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
