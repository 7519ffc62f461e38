package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Journey: what a release offers is made, checked with stock tools, and builds a bundle on a
/// machine without Java.
final class DistJourney {
  @TempDir Path folder;

  @Test
  void archive_is_signed_and_its_bundler_needs_no_java() throws Exception {
    for (var tool : List.of("openssl", "tar", "sha256sum")) {
      assumeTrue(
          Launch.of("sh", "-c", "command -v " + tool).run().status() == 0, tool + " is missing");
    }
    var key = folder.resolve("release.key");
    succeeds(
        Launch.of(
            Source.root().resolve("scripts/voxcrate-bundler"),
            "keys",
            "generate",
            "--out",
            folder.resolve("release"),
            "--no-passphrase"));
    succeeds(
        Launch.of(
            Source.root().resolve("scripts/dist"),
            "archive",
            "--key",
            key,
            "--out",
            folder.resolve("offer")));

    var checked =
        Launch.of(
                "sh",
                "-c",
                "openssl dgst -sha384 -verify ../release.pem -signature SHA256SUMS.*.sig SHA256SUMS"
                    + " && sha256sum -c --ignore-missing SHA256SUMS && tar xf *.tar.gz -C ..")
            .in(folder.resolve("offer"))
            .run();

    assertThat(checked.out()).as(checked.all()).contains("Verified OK", "linux-x64.tar.gz: OK");
    succeeds(
        Launch.of(
                folder.resolve("voxcrate-bundler/bin/voxcrate-bundler"),
                "build",
                "--no-models",
                "--key",
                key,
                "--out",
                folder.resolve("stick"))
            .withEmptyEnvironment());
    try (Stream<Path> bundle = Files.list(folder.resolve("stick"))) {
      assertThat(bundle.filter(Files::isDirectory)).hasSize(1);
    }
  }

  private static void succeeds(Launch.Command command) throws Exception {
    var run = command.run();
    assertThat(run.status()).as(run.all()).isZero();
  }
}
