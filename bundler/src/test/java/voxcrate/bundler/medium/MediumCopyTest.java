package voxcrate.bundler.medium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.bundle.Digest;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.Manifest.Platform;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundle.archive.BundleWriter;
import voxcrate.bundle.archive.VolumeLimit;
import voxcrate.bundle.trust.SigningKey;
import voxcrate.bundle.trust.TrustedKeys;
import voxcrate.bundle.verify.OpenedBundle;
import voxcrate.bundler.medium.MediumCopy.Carried;
import voxcrate.bundler.medium.MediumReader.Reading;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Media that do not give back what was written to them.
final class MediumCopyTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final TrustedKeys KEYS = new TrustedKeys(List.of(KEY.verifyingKey()), 1);

  @TempDir Path folder;
  private Path stick = Path.of("");

  @BeforeEach
  void write_bundle() throws IOException {
    stick = Files.createDirectory(folder.resolve("stick"));
    var file =
        new ReleaseFile(new RelativePath("bin/x"), Mode.EXECUTABLE, new InText("x".repeat(9000)));
    new BundleWriter(new VolumeLimit(1024, 4), List.of(KEY), ProgressListener.SILENT)
        .write(
            new BundleSource(
                "1.0.0",
                37,
                0,
                Instant.EPOCH,
                null,
                Platform.LINUX_X64,
                "1.0.0",
                List.of(),
                List.of(file),
                List.of()),
            folder.resolve("bundle"));
  }

  private Carried carry(MediumReader reader) {
    return new MediumCopy(
            OpenedBundle.open(folder.resolve("bundle"), KEYS),
            KEYS,
            Medium.of(stick),
            reader,
            ProgressListener.SILENT)
        .write();
  }

  /// A medium that has lost what was written to two of its files.
  private static Reading forgetful(Path file) throws IOException {
    var honest = MediumReader.PAST_MEMORY.read(file);
    var name = file.getFileName().toString();
    return name.equals("vol-001.tar.part") || name.equals("chunks.bin")
        ? new Reading(Digest.of("something else"), true)
        : honest;
  }

  @Test
  void every_file_that_comes_back_wrong_is_named_and_no_other() {
    assertThatThrownBy(() -> carry(MediumCopyTest::forgetful))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code()).isEqualTo(MediumCode.READ_BACK_DIFFERS);
              assertThat(refusal.problem().render())
                  .contains("chunks.bin, vol-001.tar.part")
                  .doesNotContain("vol-000.tar.part");
            });
  }

  @Test
  void what_could_only_be_read_from_memory_is_said_so() {
    var carried = carry(file -> new Reading(Digest.of(file), false));

    assertThat(carried.uncached()).isFalse();
  }

  @Test
  void kept_files_count_as_well() {
    carry(MediumReader.PAST_MEMORY);

    var again = carry(file -> new Reading(Digest.of(file), false));

    assertThat(again.written()).isZero();
    assertThat(again.uncached()).isFalse();
  }
}
