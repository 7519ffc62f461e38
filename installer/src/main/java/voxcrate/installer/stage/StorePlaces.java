package voxcrate.installer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import voxcrate.bundle.Manifest.Entry;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.installer.layout.InstallLayout;

/// Where the store has the content of an entry, and with which rights.
record StorePlaces(InstallLayout layout) {
  Path of(Entry entry) {
    return layout.stored(entry.digest(), entry.mode());
  }

  /// Whether there is a file with the size and the rights of this content; what it holds is not
  /// known by that.
  boolean mayHave(Entry entry) throws IOException {
    var place = of(entry);
    if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    var found = Files.readAttributes(place, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return found.size() == entry.size() && found.permissions().equals(rights(entry.mode()));
  }

  static Set<PosixFilePermission> rights(Mode mode) {
    return switch (mode) {
      case FILE -> PosixFilePermissions.fromString("r--r--r--");
      case EXECUTABLE -> PosixFilePermissions.fromString("r-xr-xr-x");
    };
  }
}
