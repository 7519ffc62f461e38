package voxcrate.journeys;

import java.nio.file.Path;

/// The source tree that is being built.
final class Source {
  private Source() {}

  static Path root() {
    return Path.of(System.getProperty("voxcrate.source", "../..")).toAbsolutePath().normalize();
  }
}
