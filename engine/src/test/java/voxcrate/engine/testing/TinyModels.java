package voxcrate.engine.testing;

import java.nio.file.Path;

/// A pipeline of two tiny networks with random weights, in the form the converter leaves.
public final class TinyModels {
  /// Holds `voxcrate-test/diarization-tiny` and its two models.
  public static final Path FOLDER = Path.of("src/test/resources/models");

  private TinyModels() {}
}
