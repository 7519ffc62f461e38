package voxcrate.installer.doctor;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import voxcrate.installer.layout.InstallLayout;

/// Commands to be typed as they are shown.
final class Commands {
  private Commands() {}

  /// Mends the release in use from its bundle.
  static String repair(InstallLayout layout) {
    return quoted(layout.launchers().resolve("voxcrate-installer")) + " repair /media/STICK";
  }

  static String prunePrevious(InstallLayout layout) {
    return quoted(layout.launchers().resolve("voxcrate-installer")) + " prune --all";
  }

  /// As a POSIX shell takes it literally.
  static String quoted(Path path) {
    var text = path.toString();
    return text.matches("[A-Za-z0-9_./+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  static String quoted(Collection<Path> paths) {
    return paths.stream().map(Commands::quoted).collect(Collectors.joining(" "));
  }
}
