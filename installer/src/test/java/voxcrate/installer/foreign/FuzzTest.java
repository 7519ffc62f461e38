package voxcrate.installer.foreign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import voxcrate.bundle.BundleCode;
import voxcrate.bundle.trust.TrustedKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.verify.EntrySink;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.files.Durable;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Damaged bundles, thousands of them: each is either read as it was meant or refused by a code of
/// ours, never by any other exception. What is signed is damaged before it is signed, as a hostile
/// builder would.
///
/// A short run belongs to every build; a long one is `-Dvoxcrate.fuzz.seconds=3600`. A finding
/// names its target and seed.
final class FuzzTest {
  private static final int ROUNDS = 150;
  private static final long SECONDS = Long.getLong("voxcrate.fuzz.seconds", 0);

  @TempDir Path folder;

  /// What is damaged.
  enum Target {
    MANIFEST,
    LIST,
    PAYLOAD,
    SIGNATURE,
    VOLUME,
    CHUNK_DIGESTS
  }

  @ParameterizedTest
  @EnumSource
  void damaged_bundle_is_refused_by_a_code_of_ours(Target target) throws IOException {
    var keys = new TrustedKeys(List.of(TrustedKey.ofPem(ForeignBundle.pem(), "test")), 1);
    long end = System.nanoTime() + SECONDS * 1_000_000_000;
    long refused = 0;
    long seed = 0;
    while (SECONDS > 0 ? System.nanoTime() < end : seed < ROUNDS) {
      seed++;
      if (!isRead(damaged(target, seed), keys, target + " " + seed)) {
        refused++;
      }
    }

    assertThat(refused).as("most damage is found").isGreaterThan(seed / 2);
  }

  /// @param start which seed, for a finding to be seen again
  private Path damaged(Target target, long start) throws IOException {
    var mutation = new Mutation(new SplittableRandom(start * 31 + target.name().hashCode()));
    var stick = folder.resolve("stick");
    Durable.deleteTree(stick);
    var bundle = new ForeignBundle();
    switch (target) {
      case MANIFEST -> bundle.text(text -> text(mutation, text));
      case LIST -> bundle.sums(text -> text(mutation, text));
      case PAYLOAD -> bundle.payload(mutation::of);
      case SIGNATURE, VOLUME, CHUNK_DIGESTS -> {}
    }
    bundle.writeTo(stick);
    switch (target) {
      case MANIFEST, LIST, PAYLOAD -> {}
      case SIGNATURE -> damage(stick, "bundle.json." + ForeignBundle.label() + ".sig", mutation);
      case VOLUME -> damage(stick, "vol-001.tar.part", mutation);
      case CHUNK_DIGESTS -> damage(stick, "chunks.bin", mutation);
    }
    return stick;
  }

  /// Bytes that are no UTF-8 come out as other characters, which is damage too.
  private static String text(Mutation mutation, String text) {
    return new String(mutation.of(text.getBytes(ISO_8859_1)), ISO_8859_1);
  }

  private static void damage(Path stick, String name, Mutation mutation) throws IOException {
    var file = stick.resolve(name);
    Files.write(file, mutation.of(Files.readAllBytes(file)));
  }

  private static boolean isRead(Path stick, TrustedKeys keys, String name) throws IOException {
    try {
      OpenedBundle.open(stick, keys).read(EntrySink.DISCARD, ProgressListener.SILENT);
      return true;
    } catch (ToolException refusal) {
      assertThat(refusal.problem().code()).as(name).isInstanceOf(BundleCode.class);
      return false;
    } catch (RuntimeException finding) {
      throw new AssertionError("finding: " + name, finding);
    }
  }
}
