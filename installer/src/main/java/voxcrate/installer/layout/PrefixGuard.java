package voxcrate.installer.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import voxcrate.files.Mount;
import voxcrate.installer.refusal.InstallCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Refuses a prefix that another user could change behind the installer's back, or has changed
/// already, and one that holds something else. Follows no link below the prefix.
public final class PrefixGuard {
  private static final int WRITABLE_BY_ALL = 0002;
  private static final int WRITABLE_BY_GROUP = 0020;
  private static final int STICKY = 01000;
  private static final int ROOT = 0;

  private final InstallLayout layout;
  private final int me;

  private PrefixGuard(InstallLayout layout) throws IOException {
    this.layout = layout;
    this.me = Account.ofThisProcess().user();
  }

  /// @throws ToolException when nothing should be installed into `layout`'s prefix
  public static void check(InstallLayout layout) throws IOException {
    var guard = new PrefixGuard(layout);
    if (exists(layout.prefix())) {
      guard.checkFolder(layout.prefix());
      guard.checkContent();
    }
    guard.checkParents();
  }

  /// Refuses a prefix from which no program could be started.
  ///
  /// @throws ToolException where the administrator forbids that
  public static void checkMayStart(InstallLayout layout) throws IOException {
    var mount = Mount.of(layout.prefix()).filter(here -> !here.mayStart());
    if (mount.isPresent()) {
      throw new ToolException(
          Problem.of(
              InstallCode.NOTHING_STARTS,
              "No program may be started from this folder",
              "looking at " + layout.prefix(),
              mount.get().point() + " is mounted with noexec",
              "name a folder elsewhere: --prefix DIR, for example below /opt or /srv",
              "the administrator can allow it: mount -o remount,exec " + mount.get().point()));
    }
  }

  private void checkContent() throws IOException {
    checkNothingElse();
    for (var folder : layout.folders()) {
      if (exists(folder)) {
        checkFolder(folder);
      }
    }
    for (var file : layout.files()) {
      if (exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw unsafe(file, "no plain file but a link or folder");
      }
    }
    for (var link : List.of(layout.current(), layout.models())) {
      if (exists(link) && !Files.isSymbolicLink(link)) {
        throw unsafe(link, "a file or folder where the installer keeps a link");
      }
    }
  }

  private void checkFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw unsafe(folder, "no folder but a file or link");
    }
    if (owner(folder) != me) {
      throw unsafe(folder, "a folder of another user (id " + owner(folder) + ")");
    }
    if ((mode(folder) & WRITABLE_BY_ALL) != 0) {
      throw unsafe(folder, "a folder that everybody may write to");
    }
    if (isOpenToGroup(folder)) {
      throw openToGroup(folder, "a folder that its group may write to");
    }
  }

  /// Where each user has a group of the same name (`umask 002`), that group is nobody else.
  private static boolean isOpenToGroup(Path folder) throws IOException {
    return (mode(folder) & WRITABLE_BY_GROUP) != 0 && !isOfUserAlone(folder);
  }

  private static boolean isOfUserAlone(Path folder) throws IOException {
    var attributes =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.group().getName().equals(attributes.owner().getName());
  }

  /// A folder that was never ours must hold nothing, or only what an uninstall has left.
  private void checkNothingElse() throws IOException {
    if (exists(layout.state())) {
      return;
    }
    Set<Path> ours = layout.topLevel().collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(layout.prefix())) {
      if (!files.allMatch(file -> ours.contains(file) || isHalfWritten(file))) {
        throw new ToolException(
            Problem.of(
                InstallCode.PREFIX_FOREIGN,
                "This folder holds something else",
                "looking at " + layout.prefix(),
                "a folder with files that no Voxcrate installation has",
                "name an empty or a new folder: --prefix DIR"));
      }
    }
  }

  /// A run was killed before it could give the file its name.
  private static boolean isHalfWritten(Path file) {
    return String.valueOf(file.getFileName()).startsWith(InstallLayout.HALF_WRITTEN);
  }

  private void checkParents() throws IOException {
    for (var named = layout.prefix().getParent(); named != null; named = named.getParent()) {
      if (exists(named)) {
        for (var real = named.toRealPath(); real != null; real = real.getParent()) {
          checkParent(real);
        }
      }
    }
  }

  private void checkParent(Path parent) throws IOException {
    int owner = owner(parent);
    if (owner != me && owner != ROOT && !isUnmapped(owner)) {
      throw unsafe(parent, "a folder of another user (id " + owner + "), above the prefix");
    }
    if ((mode(parent) & WRITABLE_BY_ALL) != 0 && (mode(parent) & STICKY) == 0) {
      throw unsafe(parent, "a folder that everybody may write to, above the prefix");
    }
    // Of root's own folders the administrator knows who may write there.
    if (owner == me && owner != ROOT && (mode(parent) & STICKY) == 0 && isOpenToGroup(parent)) {
      throw openToGroup(parent, "a folder that its group may write to, above the prefix");
    }
  }

  /// Inside a user namespace (a sandbox without a network), root's own folders show the overflow
  /// id.
  private static boolean isUnmapped(int owner) throws IOException {
    var map = Files.readString(Path.of("/proc/self/uid_map")).strip();
    var overflow = Files.readString(Path.of("/proc/sys/kernel/overflowuid")).strip();
    boolean everybodyIsMapped = map.matches("0\\s+0\\s+4294967295");
    return !everybodyIsMapped && overflow.equals(Integer.toString(owner));
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  private static ToolException openToGroup(Path folder, String found) {
    return new ToolException(
        Problem.of(
            InstallCode.PREFIX_UNSAFE,
            "Not a safe place to install",
            "looking at " + folder,
            found,
            "take that right from it: chmod g-w '" + folder + "'",
            "or name a folder that only you can write to: --prefix DIR"));
  }

  private static ToolException unsafe(Path path, String found) {
    return new ToolException(
        Problem.of(
            InstallCode.PREFIX_UNSAFE,
            "Not a safe place to install",
            "looking at " + path,
            found,
            "name a folder that only you can write to: --prefix DIR"));
  }
}
