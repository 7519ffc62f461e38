package voxcrate.engine.cli;

import java.nio.file.Path;

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

  private static Path folder() {
    return Path.of(System.getProperty("voxcrate.release", ""));
  }
}
