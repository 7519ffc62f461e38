package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A page that promises tests names tests that exist.
final class ThreatTableTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]\\S*)? \\|.*\\|$");
  private static final Pattern TEST =
      Pattern.compile("`([A-Z][A-Za-z]*(?:Test|Journey))(?:\\.([a-z_0-9]+))?`");

  @Test
  void every_threat_has_a_test_and_every_test_exists() throws IOException {
    var sources = testSources();
    var page = Files.readString(Source.root().resolve("docs/security-officer.md"));
    var table = page.substring(page.indexOf("## Threats"));
    var rows = ROW.matcher(table).results().map(row -> row.group()).toList();

    assertThat(rows).hasSizeGreaterThan(25);
    assertThat(rows)
        .allSatisfy(
            row -> {
              var tests = TEST.matcher(row).results().toList();
              assertThat(tests).isNotEmpty();
              for (var test : tests) {
                assertThat(sources).containsKey(test.group(1));
                if (test.group(2) != null) {
                  assertThat(sources.get(test.group(1))).contains(" " + test.group(2) + "(");
                }
              }
            });
  }

  /// The text of each test class of the project, by its name.
  private static Map<String, String> testSources() throws IOException {
    var sources = new HashMap<String, String>();
    for (var module : List.of("bundles", "bundler", "installer", "engine", "scripts/journeys")) {
      try (var files = Files.walk(Source.root().resolve(module).resolve("src/test/java"))) {
        for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          var name = String.valueOf(file.getFileName()).replace(".java", "");
          sources.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return sources;
  }
}
