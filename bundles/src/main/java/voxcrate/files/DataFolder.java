package voxcrate.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/// A user's folder for transcripts. They go there when no folder is named and the current one
/// cannot be written to: into the installation where this user may write there, else into one of
/// the user's own. So a second account can use an installation that it may only read.
///
/// @param why in words
public record DataFolder(Path path, String why) {
  /// Names a folder for accounts that may not write into the installation.
  public static final String VARIABLE = "VOXCRATE_DATA";

  private static final String NAME = "voxcrate";

  /// @param installed the installation's own folder for transcripts
  /// @param home of this user; null where it has none
  /// @return empty where this user has no place at all: then one has to be named
  public static Optional<DataFolder> of(
      Path installed, Map<String, String> environment, Optional<Path> home) {
    if (Files.isWritable(installed)) {
      return Optional.of(new DataFolder(installed, "the installation's own"));
    }
    var named = environment.getOrDefault(VARIABLE, "").strip();
    if (!named.isEmpty()) {
      return Optional.of(new DataFolder(Path.of(named).toAbsolutePath(), "named by " + VARIABLE));
    }
    return usersOwn(environment, home)
        .map(folder -> new DataFolder(folder.resolve(NAME), "this user's own"));
  }

  /// Makes it where it is not there. Transcripts concern nobody but whoever made them.
  public void make() throws IOException {
    var privately =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(path, privately);
  }

  /// As the XDG base directory specification has it: relative names do not count.
  private static Optional<Path> usersOwn(Map<String, String> environment, Optional<Path> home) {
    var data = environment.getOrDefault("XDG_DATA_HOME", "");
    return data.startsWith("/")
        ? Optional.of(Path.of(data))
        : home.map(folder -> folder.resolve(".local").resolve("share"));
  }
}
