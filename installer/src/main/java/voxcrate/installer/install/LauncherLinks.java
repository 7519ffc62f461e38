package voxcrate.installer.install;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import voxcrate.files.Durable;
import voxcrate.installer.change.Changes;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.layout.InstallState;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Links to the launchers in a folder outside the prefix, such as `~/.local/bin`. Nothing that is
/// not a link of ours is ever replaced or removed.
///
/// A link is remembered before it is made: after a kill in between, the memory names a link that is
/// not there, which costs nothing.
public final class LauncherLinks {
  private static final List<String> PROGRAMS = List.of("voxcrate", "voxcrate-installer");

  private final InstallLayout layout;

  public LauncherLinks(InstallLayout layout) {
    this.layout = layout;
  }

  /// @throws ToolException when `folder` holds something else under the name of a launcher, or
  ///     everybody may write to it
  public void check(Path folder) throws IOException {
    for (var link : linksIn(folder)) {
      if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !isOurs(link)) {
        throw taken(link, "something that is no link to this installation");
      }
    }
    if (Files.isDirectory(folder) && isOpenToAll(folder)) {
      throw taken(folder, "a folder that everybody may write to: another could change the links");
    }
  }

  private static boolean isOpenToAll(Path folder) throws IOException {
    return Files.getPosixFilePermissions(folder)
        .contains(java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE);
  }

  /// Makes the links, and the folder where it is missing.
  ///
  /// @return the links
  public List<Path> make(Path folder) throws IOException {
    var links = linksIn(folder);
    try (var changes = new Changes();
        var _ = InstallLock.take(layout, changes)) {
      check(folder);
      var state =
          InstallState.read(layout).orElseThrow(() -> Installation.nothingInstalled(layout));
      changes.keep();
      state.linking(Set.copyOf(links)).write(layout);
      Files.createDirectories(folder);
      for (var link : links) {
        point(link);
      }
      return links;
    } catch (IOException | UncheckedIOException e) {
      // A disk that fails while it syncs names no file.
      throw notMade(folder, e);
    }
  }

  private void point(Path link) throws IOException {
    if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createSymbolicLink(link, launcher(link));
      } catch (FileAlreadyExistsException e) {
        throw taken(link, "something that was put there a moment ago");
      }
      Durable.syncFolder(requireNonNull(link.getParent()));
    }
  }

  /// Removes the links that are remembered and still lead here.
  void remove() throws IOException {
    for (var link : remembered()) {
      if (isOurs(link)) {
        Files.delete(link);
      }
    }
  }

  private Set<Path> remembered() throws IOException {
    try {
      return InstallState.read(layout).map(InstallState::links).orElse(Set.of());
    } catch (ToolException e) {
      // A damaged memory names no links: then they stay, and lead nowhere.
      return Set.of();
    }
  }

  private boolean isOurs(Path link) throws IOException {
    if (!Files.isSymbolicLink(link)) {
      return false;
    }
    var target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
    var launcher = launcher(link);
    return target.equals(launcher)
        || (Files.exists(target) && Files.exists(launcher) && Files.isSameFile(target, launcher));
  }

  private Path launcher(Path link) {
    return layout.launchers().resolve(String.valueOf(link.getFileName()));
  }

  private static List<Path> linksIn(Path folder) {
    var links = new ArrayList<Path>();
    var absolute = folder.toAbsolutePath().normalize();
    PROGRAMS.forEach(program -> links.add(absolute.resolve(program)));
    return links;
  }

  private static ToolException taken(Path link, String found) {
    return new ToolException(
        Problem.of(
            InstallCode.LINK_TAKEN,
            "No link can be put here",
            "looking at " + link,
            found,
            "name another folder: --link DIR, for example ~/.local/bin",
            "or leave --link out and start bin/voxcrate in the installation"));
  }

  private static ToolException notMade(Path folder, Exception cause) {
    return new ToolException(
        Problem.of(
            InstallCode.LINK_TAKEN,
            "No link can be put here",
            "making links in " + folder,
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "what was installed is in use; only the links are missing",
            "name a folder that you can write to, with the same command: --link DIR"),
        cause);
  }
}
