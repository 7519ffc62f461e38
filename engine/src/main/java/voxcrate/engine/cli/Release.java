package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.Optional;
import voxcrate.files.DataFolder;

/// The installed release that this program belongs to, as its launcher tells it. From the source
/// tree there is none; then the working folder stands in.
final class Release {
  private Release() {}

  static Path models() {
    return folder().resolve("models");
  }

  static Path selftest() {
    return folder().resolve("engine").resolve("selftest");
  }

  /// NVIDIA's libraries, where the release brings them.
  static Optional<Path> cuda() {
    return Optional.ofNullable(System.getProperty("voxcrate.cuda")).map(Path::of);
  }

  /// Where the installation lies, with its `.env`; empty from the source tree.
  static Optional<Path> prefix() {
    return Optional.ofNullable(System.getProperty("voxcrate.prefix")).map(Path::of);
  }

  /// This user's folder for transcripts; empty from the source tree, and for a user without any.
  static Optional<DataFolder> transcripts() {
    var home =
        Optional.ofNullable(System.getProperty("user.home")).filter(name -> !"?".equals(name));
    return prefix()
        .flatMap(
            prefix -> DataFolder.of(prefix.resolve("data"), System.getenv(), home.map(Path::of)));
  }

  private static Path folder() {
    return Path.of(System.getProperty("voxcrate.release", ""));
  }
}
