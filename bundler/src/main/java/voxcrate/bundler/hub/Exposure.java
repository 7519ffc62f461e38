package voxcrate.bundler.hub;

import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What is done with a token's file that is open to more than its owner.
public enum Exposure {
  REFUSED {
    @Override
    void settle(Path file, Set<PosixFilePermission> permissions) {
      throw new ToolException(
          Problem.of(
                  HubCode.TOKEN_FILE_EXPOSED,
                  "Others may read the token's file",
                  "taking the token from " + file,
                  PosixFilePermissions.toString(permissions) + " " + file,
                  "close it: chmod 600 " + file,
                  "or let the command do so: --make-private",
                  "if others use this machine, revoke the token at the hub and make a new one")
              .expecting("rw-------, for its owner only"));
    }
  },
  MENDED {
    @Override
    void settle(Path file, Set<PosixFilePermission> permissions) {
      var closed = EnumSet.copyOf(permissions);
      closed.retainAll(OWNERS);
      try {
        Files.setPosixFilePermissions(file, closed);
      } catch (IOException e) {
        throw TokenSource.unreadable(file, e);
      }
    }
  };

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);

  abstract void settle(Path file, Set<PosixFilePermission> permissions);

  /// Looks at regular files only: a pipe is nobody else's, and some systems know no such rights.
  ///
  /// @throws ToolException where `file` is exposed and that is refused
  void check(Path file) {
    try {
      var permissions = permissions(file);
      if (permissions.isPresent() && !OWNERS.containsAll(permissions.get())) {
        settle(file, permissions.get());
      }
    } catch (IOException e) {
      throw TokenSource.unreadable(file, e);
    }
  }

  private static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view == null || !Files.isRegularFile(file)
        ? Optional.empty()
        : Optional.of(view.readAttributes().permissions());
  }
}
