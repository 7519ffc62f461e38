package voxcrate.installer.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.stream.Stream;
import voxcrate.installer.InstallError;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// Refuses a prefix that another user could change behind the installer's back, and one that holds
/// something else.
public final class PrefixGuard {
  private static final int STICKY = 01000;

  private PrefixGuard() {}

  /// @throws ToolException when nothing should be installed into `layout`'s prefix
  public static void check(InstallLayout layout) throws IOException {
    var prefix = layout.prefix();
    if (Files.exists(prefix, LinkOption.NOFOLLOW_LINKS)) {
      checkFolder(prefix);
      checkOurs(layout);
    }
    for (var parent = prefix.getParent(); parent != null; parent = parent.getParent()) {
      if (Files.exists(parent)) {
        checkParent(parent.toRealPath());
      }
    }
  }

  private static void checkFolder(Path prefix) throws IOException {
    var attributes =
        Files.readAttributes(prefix, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isDirectory()) {
      throw unsafe(prefix, "no folder but a file or link");
    }
    if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw unsafe(prefix, "a folder that everybody may write to");
    }
    if (!Files.isWritable(prefix)) {
      throw unsafe(prefix, "a folder of " + attributes.owner() + " that you may not write to");
    }
  }

  private static void checkOurs(InstallLayout layout) throws IOException {
    try (Stream<Path> files = Files.list(layout.prefix())) {
      boolean empty = files.findAny().isEmpty();
      if (!empty && !Files.exists(layout.lock(), LinkOption.NOFOLLOW_LINKS)) {
        throw new ToolException(
            Problem.of(
                InstallError.PREFIX_FOREIGN,
                "This folder holds something else",
                "looking at " + layout.prefix(),
                "a folder with files that no Voxcrate installation has",
                "name an empty or a new folder: --prefix DIR"));
      }
    }
  }

  private static void checkParent(Path parent) throws IOException {
    int mode = (int) Files.getAttribute(parent, "unix:mode");
    boolean everybody = (mode & 0002) != 0;
    if (everybody && (mode & STICKY) == 0) {
      throw unsafe(parent, "a folder that everybody may write to, above the prefix");
    }
  }

  private static ToolException unsafe(Path path, String found) {
    return new ToolException(
        Problem.of(
            InstallError.PREFIX_UNSAFE,
            "Not a safe place to install",
            "looking at " + path,
            found,
            "name a folder that only you can write to: --prefix DIR"));
  }
}
