package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import voxcrate.engine.audio.stream.AudioTrack;
import voxcrate.engine.testing.Decoded;
import voxcrate.engine.testing.WavFile;
import voxcrate.problem.ToolException;

final class AudioDecoderTest {
  private static final int RATE = 16_000;
  private static final int RAMP_FRAMES = 10_000;
  private static final Path RAMP = Path.of("src/test/resources/audio/ramp.flac");

  @TempDir Path folder;

  @Test
  void a_whole_file_has_no_damage() {
    assertThat(decoded(RAMP).damage()).isEmpty();
  }

  @Test
  void of_a_wav_file_cut_short_the_rest_is_given_and_the_loss_told() {
    var whole = WavFile.pcm16(RATE, 1, new float[3 * RATE]);
    var cut = write("cut.wav", Arrays.copyOf(whole, 44 + 2 * 2 * RATE));

    var decoded = decoded(cut);

    assertThat(decoded.frames()).isEqualTo(2 * RATE);
    assertThat(decoded.damage())
        .hasValueSatisfying(
            damage -> {
              assertThat(damage.fromSeconds()).isEqualTo(2.0);
              assertThat(damage.missingSeconds()).isEqualTo(1.0);
            });
  }

  @Test
  void a_damaged_flac_frame_becomes_silence_of_its_length_and_the_rest_keeps_its_time()
      throws IOException {
    var bytes = Files.readAllBytes(RAMP);
    bytes[bytes.length / 2] ^= 0x10;
    var whole = decoded(RAMP);

    var decoded = decoded(write("flipped.flac", bytes));

    assertThat(decoded.frames()).isEqualTo(RAMP_FRAMES);
    assertThat(decoded.sample(RAMP_FRAMES - 1, 0)).isEqualTo(whole.sample(RAMP_FRAMES - 1, 0));
    var damage = decoded.damage().orElseThrow();
    assertThat(damage.places()).isEqualTo(1);
    assertThat(damage.found()).contains("checksum");
    int firstLost = (int) Math.round(damage.fromSeconds() * whole.format().sampleRate());
    int lost = (int) Math.round(damage.missingSeconds() * whole.format().sampleRate());
    assertThat(lost).isPositive();
    for (int i = 0; i < RAMP_FRAMES; i++) {
      boolean isLost = i >= firstLost && i < firstLost + lost;
      assertThat(decoded.sample(i, 0)).isEqualTo(isLost ? 0 : whole.sample(i, 0));
    }
  }

  @Test
  void a_flac_file_cut_short_is_given_up_to_there() throws IOException {
    var bytes = Files.readAllBytes(RAMP);

    var decoded = decoded(write("cut.flac", Arrays.copyOf(bytes, bytes.length * 7 / 10)));

    var damage = decoded.damage().orElseThrow();
    assertThat(decoded.frames()).isBetween(1, RAMP_FRAMES - 1);
    assertThat(damage.fromSeconds() + damage.missingSeconds())
        .isCloseTo(RAMP_FRAMES / (double) decoded.format().sampleRate(), within(1e-9));
  }

  @Test
  void a_flac_file_without_one_good_frame_is_refused() throws IOException {
    var bytes = Files.readAllBytes(RAMP);
    Arrays.fill(bytes, 100, bytes.length, (byte) 0x55);
    var file = write("noise.flac", bytes);

    assertThatThrownBy(() -> decoded(file))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("VX-ENGINE-003");
  }

  @Test
  void a_track_that_is_not_there_is_refused_with_those_that_are() {
    assertThatThrownBy(() -> AudioDecoder.open(RAMP, 2))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("VX-ENGINE-007")
        .hasMessageContaining("track 2 was asked for, and the file has 1 audio track (1: FLAC)");
  }

  @Test
  void the_tracks_of_a_file_can_be_asked() {
    assertThat(AudioDecoder.tracks(RAMP)).containsExactly(new AudioTrack(1, "FLAC", ""));
  }

  @Test
  void stepping_over_frames_lands_where_reading_would() {
    var file = write("long.wav", WavFile.pcm16(RATE, 2, ramp(2 * RATE)));
    try (var decoder = AudioDecoder.open(file, 1)) {
      var one = new float[2];

      assertThat(decoder.skip(1000)).isEqualTo(1000);
      decoder.read(one, 1);

      assertThat(one[0]).isEqualTo(2000 / 32768f);
      assertThat(decoder.skip(Long.MAX_VALUE)).isEqualTo(RATE - 1001);
      assertThat(decoder.read(one, 1)).isZero();
      assertThat(decoder.damage()).isEmpty();
    }
  }

  private static float[] ramp(int count) {
    var samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = i % 20_000 / 32768f;
    }
    return samples;
  }

  private Path write(String name, byte[] content) {
    return WavFile.write(folder, name, content);
  }

  private static Decoded decoded(Path file) {
    return AudioReading.all(file, DecodingOptions.DEFAULT);
  }
}
