package voxcrate.engine.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Reference numbers and recordings that lie beside the source tree, not in it.
public final class Fixtures {
  private static final Path FOLDER =
      Path.of(System.getProperty("voxcrate.source", ""), "..", "shared", "fixtures").normalize();

  /// Captured runs of the reference whose turns do not hang on ties.
  public static final List<String> STEADY_CAPTURES =
      List.of(
          "01_dialogue",
          "02_pyannote_sample",
          "03_dual_speaker",
          "06_long_recording",
          "08_luyu_jinjing_freedom");

  public static final String CAPTURE_WITH_TIES = "10_mrbeast_clean_water";

  /// All captured runs.
  public static final List<String> CAPTURES =
      Stream.concat(STEADY_CAPTURES.stream(), Stream.of(CAPTURE_WITH_TIES)).toList();

  private Fixtures() {}

  /// The file; the test is skipped where the reference material is not at hand.
  public static Path require(String first, String... more) {
    var path = FOLDER.resolve(Path.of(first, more));
    Assumptions.assumeTrue(Files.exists(path), "reference material not at hand: " + path);
    return path;
  }
}
