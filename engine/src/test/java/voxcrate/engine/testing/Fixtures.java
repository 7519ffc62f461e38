package voxcrate.engine.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Reference numbers and recordings that lie beside the source tree, not in it.
public final class Fixtures {
  private static final Path FOLDER =
      Path.of(System.getProperty("voxcrate.source", ""), "..", "shared", "fixtures").normalize();

  private Fixtures() {}

  /// The file; the test is skipped where the reference material is not at hand.
  public static Path require(String first, String... more) {
    var path = FOLDER.resolve(Path.of(first, more));
    Assumptions.assumeTrue(Files.exists(path), "reference material not at hand: " + path);
    return path;
  }
}
