package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.testing.WavFile;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

/// Recordings come from strangers: whatever a file says about itself, it is decoded or refused with
/// our own exception, in bounded memory (headers here claim up to 4 GiB, more than the test's
/// heap).
final class HostileAudioTest {
  private static final int CASES = 400;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damaged_wav_is_decoded_or_refused(long seed) {
    fuzz(WavFile.pcm16(44_100, 2, new float[400]), seed, 60);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void damaged_flac_is_decoded_or_refused(long seed) throws IOException {
    fuzz(Files.readAllBytes(Path.of("src/test/resources/audio/ramp.flac")), seed, 1_400);
  }

  private void fuzz(byte[] good, long seed, int damagedBytes) {
    var random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      refused += isRefused(damaged(good, random, damagedBytes)) ? 1 : 0;
    }
    assertThat(refused).as("refused of %d", CASES).isBetween(1, CASES);
  }

  private boolean isRefused(byte[] content) {
    var file = WavFile.write(folder, "damaged", content);
    try (var waveform = Waveform.open(file, new ChannelChoice.Average(), 16_000)) {
      var block = new float[4096];
      while (waveform.read(block, 0, block.length) > 0) {
        for (float sample : block) {
          assertThat(Float.isFinite(sample)).isTrue();
        }
      }
      return false;
    } catch (ToolException e) {
      assertThat(e.problem().code().exit()).isEqualTo(ExitStatus.INPUT);
      return true;
    }
  }

  private static byte[] damaged(byte[] good, Random random, int firstBytes) {
    var bad = good.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      bad[random.nextInt(Math.min(firstBytes, bad.length))] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
  }
}
