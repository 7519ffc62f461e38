package voxcrate.bundler.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The reference tool of OpenSSF Model Signing, in a process of its own. `scripts/oracles` installs
/// it; without it a test is skipped.
public final class ModelSigningOracle {
  private static final Path PROGRAM =
      Path.of(System.getProperty("voxcrate.source"))
          .resolve("target/oracles/model-signing/bin/model_signing");
  private static final long PATIENCE_SECONDS = 120;

  private ModelSigningOracle() {}

  public static ModelSigningOracle installed() {
    assumeTrue(Files.isExecutable(PROGRAM), "no model_signing: run scripts/oracles with a network");
    return new ModelSigningOracle();
  }

  public void requireAccepted(Path model, Path publicKey) throws Exception {
    assertThat(verify(model, publicKey)).isZero();
  }

  public void requireRefused(Path model, Path publicKey) throws Exception {
    assertThat(verify(model, publicKey)).isNotZero();
  }

  private static int verify(Path model, Path publicKey) throws Exception {
    return run(
        model,
        "verify",
        "key",
        model.toString(),
        "--signature",
        model.resolve("model.sig").toString(),
        "--public_key",
        publicKey.toString(),
        "--no-ignore-git-paths");
  }

  /// Writes `model.sig` with a private key that has no passphrase.
  public void sign(Path model, Path privateKey) throws Exception {
    int status =
        run(
            model,
            "sign",
            "key",
            model.toString(),
            "--signature",
            model.resolve("model.sig").toString(),
            "--private_key",
            privateKey.toString());
    assertThat(status).isZero();
  }

  private static int run(Path model, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of(arguments));
    var said = model.resolveSibling("said");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(said, StandardCharsets.UTF_8)).doesNotContain("Traceback");
    return process.exitValue();
  }
}
