package voxcrate.installer.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.trust.TrustPolicy.Waiver;
import voxcrate.cli.Console;
import voxcrate.cli.Program;
import voxcrate.cli.Verb;
import voxcrate.installer.activate.EngineSelfTest;
import voxcrate.installer.install.Installation;
import voxcrate.installer.install.RefusalLog;
import voxcrate.installer.install.TrustKeeping;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.trust.TrustChoice;
import voxcrate.problem.ToolException;

/// What the installer's verbs share: where the installation is, and whom to trust.
abstract class InstallerVerb extends Verb {
  @Option(
      names = "--prefix",
      paramLabel = "DIR",
      description =
          "Folder of the installation (default: this one's own, else ~/voxcrate; root:"
              + " /opt/voxcrate).")
  @Nullable Path prefix;

  InstallLayout layout() {
    return new InstallLayout(prefix != null ? prefix : defaultPrefix());
  }

  private static Path defaultPrefix() {
    var own = System.getProperty("voxcrate.prefix");
    if (own != null) {
      return Path.of(own);
    }
    return System.getProperty("user.name").equals("root")
        ? Path.of("/opt/voxcrate")
        : Path.of(Objects.requireNonNull(System.getProperty("user.home")), "voxcrate");
  }

  Installation installation(Console console) {
    var bootstrap = System.getProperty("voxcrate.bootstrap");
    var site =
        new Installation.Site(
            platform(),
            Program.Version.number(),
            bootstrap == null ? null : Path.of(bootstrap),
            new EngineSelfTest(),
            Clock.systemUTC());
    return new Installation(layout(), site, console.progress());
  }

  TrustKeeping trustKeeping() {
    return new TrustKeeping(layout(), Clock.systemUTC());
  }

  /// Makes a change; what refuses it is recorded where refusals are kept.
  ///
  /// @param event such as `install`
  <T> T recorded(String event, Change<T> change) throws Exception {
    try {
      return change.make();
    } catch (ToolException e) {
      new RefusalLog(layout(), Clock.systemUTC()).refused(event, e.problem());
      throw e;
    }
  }

  /// A change to the installation.
  @FunctionalInterface
  interface Change<T> {
    T make() throws Exception;
  }

  private static Platform platform() {
    var arch = System.getProperty("os.arch");
    return new Platform(
        System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT),
        arch.equals("amd64") ? "x86_64" : arch);
  }

  /// `--trust`, where the bootstrap does not already carry the keys.
  static final class Trust {
    @Option(
        names = "--trust",
        paramLabel = "FINGERPRINT|FILE",
        description =
            "Key that must have signed; only where the bootstrap carries none. Repeatable.")
    List<String> keys = List.of();

    @Option(
        names = "--threshold",
        paramLabel = "N",
        description = "How many of the keys must have signed (default: all).")
    @Nullable Integer threshold;

    TrustChoice choice() {
      return choice(Set.of());
    }

    TrustChoice choice(Set<Waiver> waivers) {
      return new TrustChoice(
          keys, threshold == null ? OptionalInt.empty() : OptionalInt.of(threshold), waivers);
    }
  }
}
