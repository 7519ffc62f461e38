package voxcrate.bundler.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The JSON schema of CycloneDX as its own Python library holds it, in a process of its own.
/// `scripts/oracles` installs it; without it a test is skipped.
final class SbomOracle {
  private static final Path PYTHON =
      Path.of(System.getProperty("voxcrate.source"), "target/oracles/venv/bin/python");
  private static final long PATIENCE_SECONDS = 120;
  private static final String CHECK =
      """
      import sys
      from cyclonedx.schema import SchemaVersion
      from cyclonedx.validation.json import JsonStrictValidator
      defect = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
      sys.exit(str(defect) if defect else 0)
      """;

  private SbomOracle() {}

  static SbomOracle installed() throws Exception {
    assumeTrue(
        Files.isExecutable(PYTHON)
            && run(List.of(PYTHON.toString(), "-c", "import cyclonedx.validation.json, jsonschema"))
                .isEmpty(),
        "no validator of CycloneDX: run scripts/oracles with a network");
    return new SbomOracle();
  }

  void requireValid(Path sbom) throws Exception {
    assertThat(run(List.of(PYTHON.toString(), "-c", CHECK, sbom.toString()))).isEmpty();
  }

  /// What the process said, and its status where that is not 0.
  private static String run(List<String> command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0 ? "" : process.exitValue() + " " + said;
  }
}
