package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import voxcrate.engine.testing.Decoded;
import voxcrate.engine.testing.WavFile;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

/// Every kind of file, cut short, flipped, zeroed and lying about its sizes: the rest is given, or
/// the file is refused with our own words; never another exception, no endless work.
@Timeout(120)
final class DamagedRecordingTest {
  private static final int CASES = 60;

  /// Silence for what is missing may make a file longer than it was, not much longer.
  private static final int MOST_FRAMES = 20 * 60 * 48_000;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("voxcrate.engine.audio.FormatsTest#files")
  void of_a_file_cut_at_any_tenth_the_rest_is_given(Path file) throws IOException {
    var whole = Files.readAllBytes(file);
    int all = decoded(whole).orElseThrow().frames();
    int given = 0;
    for (int tenth = 1; tenth < 10; tenth++) {
      var rest = decoded(Arrays.copyOf(whole, whole.length * tenth / 10));
      assertThat(rest.map(Decoded::frames).orElse(0)).isLessThanOrEqualTo(all);
      given += rest.isPresent() ? 1 : 0;
    }
    // An index at the end is lost with it, and with it the whole file.
    boolean indexAtEnd = file.toString().endsWith("aac.m4a") || file.toString().endsWith(".mov");
    assertThat(given).isGreaterThanOrEqualTo(indexAtEnd ? 0 : 3);
  }

  @ParameterizedTest
  @MethodSource("voxcrate.engine.audio.FormatsTest#files")
  void flipped_bytes_are_decoded_around_or_refused(Path file) throws IOException {
    var whole = Files.readAllBytes(file);
    var random = new Random(file.getFileName().toString().hashCode());
    for (int i = 0; i < CASES; i++) {
      var bad = whole.clone();
      for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      decoded(bad);
    }
  }

  @ParameterizedTest
  @MethodSource("voxcrate.engine.audio.FormatsTest#files")
  void lying_heads_are_decoded_around_or_refused(Path file) throws IOException {
    var whole = Files.readAllBytes(file);
    var random = new Random(file.getFileName().toString().hashCode() + 1);
    for (int i = 0; i < CASES; i++) {
      var bad = whole.clone();
      int at = random.nextInt(Math.min(700, bad.length - 8));
      Arrays.fill(bad, at, at + 1 + random.nextInt(8), (byte) (random.nextBoolean() ? 0xFF : 0x7F));
      decoded(bad);
    }
  }

  @ParameterizedTest
  @MethodSource("voxcrate.engine.audio.FormatsTest#files")
  void zeroed_stretches_are_decoded_around_or_refused(Path file) throws IOException {
    var whole = Files.readAllBytes(file);
    for (int tenth = 0; tenth < 10; tenth++) {
      var bad = whole.clone();
      int from = whole.length * tenth / 10;
      Arrays.fill(bad, from, Math.min(bad.length, from + whole.length / 20), (byte) 0);
      decoded(bad);
    }
  }

  /// Empty where the file is refused.
  private Optional<Decoded> decoded(byte[] content) {
    try {
      var decoded =
          AudioReading.all(
              WavFile.write(folder, "damaged", content), DecodingOptions.DEFAULT, MOST_FRAMES);
      assertThat(decoded.isFinite()).isTrue();
      return Optional.of(decoded);
    } catch (ToolException e) {
      assertThat(e.problem().code().exit()).isEqualTo(ExitStatus.INPUT);
      return Optional.empty();
    }
  }
}
