package voxcrate.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.installer.activate.SelfTest;
import voxcrate.installer.install.Installation;
import voxcrate.installer.layout.InstallLayout;
import voxcrate.installer.trust.TrustChoice;
import voxcrate.progress.ProgressEvent;

/// Whoever can change the file of a key, or its medium, between two readings of it.
final class ExchangedKeyTest {
  private static final SigningKey OTHER = SigningKey.generate();

  @TempDir Path folder;

  @Test
  void only_the_key_that_has_verified_the_bundle_is_pinned() throws IOException {
    var layout = new InstallLayout(folder.resolve("p"));
    var key = TestBundle.keyFile(folder.resolve("paper"), TestBundle.KEY);
    var exchanged = new AtomicBoolean();
    SelfTest good = _ -> new SelfTest.Outcome.Good("fine");
    var site = new Installation.Site(Platform.LINUX_X64, "1.0.0", null, good, Clock.systemUTC());
    var installation =
        new Installation(
            layout,
            site,
            event -> {
              if (event instanceof ProgressEvent.Advanced && exchanged.compareAndSet(false, true)) {
                overwrite(key, OTHER.verifyingKey().pem());
              }
            });

    installation.install(
        new TestBundle(7).writeTo(folder.resolve("medium")).folder(),
        new TrustChoice(List.of(key.toString()), OptionalInt.empty(), Set.of()));

    assertThat(exchanged).isTrue();
    assertThat(Files.readString(layout.state()))
        .contains(TestBundle.KEY.verifyingKey().fingerprint().toString())
        .doesNotContain(OTHER.verifyingKey().fingerprint().toString());
  }

  private static void overwrite(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
