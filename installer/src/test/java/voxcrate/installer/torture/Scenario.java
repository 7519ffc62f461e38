package voxcrate.installer.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import voxcrate.installer.InstallerRun;

/// One command line, and the installation it meets. Release 7 is the old one, release 8 the new.
enum Scenario {
  FIRST {
    @Override
    void prepare(Path prefix, Grounds grounds) {}

    @Override
    List<Object> command(Path prefix, Grounds grounds) {
      return List.of(
          "install", grounds.bundle(7), "--prefix", prefix, "--trust", grounds.key(), "--yes");
    }
  },
  UPGRADE {
    @Override
    void prepare(Path prefix, Grounds grounds) throws IOException {
      run(FIRST.command(prefix, grounds));
    }

    @Override
    List<Object> command(Path prefix, Grounds grounds) {
      return List.of("install", grounds.bundle(8), "--prefix", prefix, "--yes");
    }
  },
  /// The same bundle again. What only the new release has is damaged.
  MEND {
    @Override
    void prepare(Path prefix, Grounds grounds) throws IOException {
      ROLLBACK.prepare(prefix, grounds);
      var release = prefix.resolve("current").toRealPath();
      damage(release.resolve("docs/only 8.txt"));
      Files.delete(release.resolve("docs/release.txt"));
      Files.writeString(release.resolve("docs/planted.txt"), "not ours");
      Files.writeString(prefix.resolve("bin/voxcrate-installer"), "damaged");
    }

    @Override
    List<Object> command(Path prefix, Grounds grounds) {
      return UPGRADE.command(prefix, grounds);
    }

    @Override
    boolean isDamaged() {
      return true;
    }
  },
  ROLLBACK {
    @Override
    void prepare(Path prefix, Grounds grounds) throws IOException {
      UPGRADE.prepare(prefix, grounds);
      run(UPGRADE.command(prefix, grounds));
    }

    @Override
    List<Object> command(Path prefix, Grounds grounds) {
      return List.of("rollback", "--prefix", prefix);
    }
  },
  TRUST {
    @Override
    void prepare(Path prefix, Grounds grounds) throws IOException {
      UPGRADE.prepare(prefix, grounds);
    }

    @Override
    List<Object> command(Path prefix, Grounds grounds) {
      return List.of("trust", "add", grounds.secondKey(), "--prefix", prefix, "--yes");
    }
  },
  UNINSTALL {
    @Override
    void prepare(Path prefix, Grounds grounds) throws IOException {
      UPGRADE.prepare(prefix, grounds);
      Files.writeString(prefix.resolve("data/hearing.txt"), "said");
    }

    @Override
    List<Object> command(Path prefix, Grounds grounds) {
      return List.of("uninstall", "--prefix", prefix, "--yes");
    }
  };

  /// Makes the installation that the command meets.
  abstract void prepare(Path prefix, Grounds grounds) throws IOException;

  abstract List<Object> command(Path prefix, Grounds grounds);

  /// Sequences of the releases that may be in use at any instant.
  Set<Integer> mayBeCurrent() {
    return switch (this) {
      case FIRST, TRUST, UNINSTALL -> Set.of(7);
      case MEND -> Set.of(8);
      case UPGRADE, ROLLBACK -> Set.of(7, 8);
    };
  }

  /// Sequences of the releases that are whole at every instant.
  Set<Integer> alwaysWhole() {
    return switch (this) {
      case FIRST, UNINSTALL -> Set.of();
      case UPGRADE, MEND, TRUST -> Set.of(7);
      case ROLLBACK -> Set.of(7, 8);
    };
  }

  /// Whether there may be an instant with no release in use.
  boolean mayHaveNone() {
    return this == FIRST || this == UNINSTALL;
  }

  /// Whether the release in use is damaged before the command.
  boolean isDamaged() {
    return false;
  }

  String lower() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  private static void run(List<Object> command) {
    var run = InstallerRun.of(command.toArray());
    if (run.status() != 0) {
      throw new IllegalStateException(command + " ended " + run.status() + ": " + run.err());
    }
  }

  private static void damage(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, "damaged");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
  }
}
