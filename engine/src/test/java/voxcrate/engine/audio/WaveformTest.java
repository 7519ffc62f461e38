package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.testing.Fixtures;
import voxcrate.engine.testing.WavFile;
import voxcrate.problem.ExitStatus;
import voxcrate.problem.ToolException;

final class WaveformTest {
  private static final int RATE = 16_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1,8", "1,16", "1,24", "1,32", "3,32", "3,64"})
  void reads_every_stored_form_of_a_sample(int code, int bits) {
    var data = ByteBuffer.wrap(new byte[2 * bits / 8]).order(ByteOrder.LITTLE_ENDIAN);
    store(data, code, bits, 0.5);
    store(data, code, bits, -0.25);
    var file = wav(WavFile.withHeader(code, bits, RATE, 1, data.array()));

    assertThat(samples(file, new ChannelChoice.Average())).containsExactly(0.5f, -0.25f);
  }

  @Test
  void sixteen_bits_are_divided_by_32768() {
    var file = wav(WavFile.withHeader(1, 16, RATE, 1, new byte[] {0, (byte) 0x80, 1, 0}));

    assertThat(samples(file, new ChannelChoice.Average())).containsExactly(-1f, 1 / 32768f);
  }

  @Test
  void channels_are_averaged_unless_one_is_chosen() {
    var file = wav(WavFile.pcm16(RATE, 2, 0.5f, 0.25f, -0.5f, 0f));

    assertThat(samples(file, new ChannelChoice.Average())).containsExactly(0.375f, -0.25f);
    assertThat(samples(file, new ChannelChoice.Single(2))).containsExactly(0.25f, 0f);
  }

  @Test
  void a_channel_that_is_not_there_is_refused() {
    var file = wav(WavFile.pcm16(RATE, 2, 0.5f, 0.25f));

    assertRefused(file, new ChannelChoice.Single(3), "channel 3");
  }

  @Test
  void the_extension_is_not_asked() {
    var file = WavFile.write(folder, "recording.mp3", WavFile.pcm16(RATE, 1, 0.5f));

    assertThat(samples(file, new ChannelChoice.Average())).containsExactly(0.5f);
  }

  @Test
  void an_mp3_is_named_in_the_refusal() {
    var content = "ID3 and more bytes".getBytes(StandardCharsets.ISO_8859_1);

    assertRefused(wav(content), new ChannelChoice.Average(), "an MP3 file");
  }

  @Test
  void an_empty_file_is_refused() {
    assertRefused(wav(new byte[0]), new ChannelChoice.Average(), "no samples");
  }

  @Test
  void a_header_without_samples_is_refused() {
    assertRefused(wav(WavFile.pcm16(RATE, 1)), new ChannelChoice.Average(), "no samples");
  }

  @Test
  void an_absent_file_is_refused() {
    assertRefused(folder.resolve("none.wav"), new ChannelChoice.Average(), "no such file");
  }

  @Test
  void of_a_file_that_ends_before_its_stated_end_the_rest_is_heard() {
    var whole = WavFile.pcm16(RATE, 1, new float[1000]);
    var file = wav(Arrays.copyOf(whole, whole.length - 500));

    assertThat(samples(file, new ChannelChoice.Average())).hasSize(750);
  }

  @Test
  void a_stream_whose_length_was_never_filled_in_is_read_to_its_end() {
    var file = WavFile.pcm16(RATE, 1, 0.5f, 0.25f);
    Arrays.fill(file, 40, 44, (byte) 0xFF);

    assertThat(samples(wav(file), new ChannelChoice.Average())).containsExactly(0.5f, 0.25f);
  }

  @Test
  void not_a_number_becomes_silence() {
    var data = ByteBuffer.wrap(new byte[8]).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(Float.NaN).putFloat(Float.POSITIVE_INFINITY);
    var file = wav(WavFile.withHeader(3, 32, RATE, 1, data.array()));

    assertThat(samples(file, new ChannelChoice.Average())).containsExactly(0f, 0f);
  }

  /// The file was made with libFLAC from 16-bit samples 0, 3, 6, …; the second channel is negated.
  @Test
  void flac_gives_the_samples_it_was_made_from() {
    var file = Path.of("src/test/resources/audio/ramp.flac");

    var left = samples(file, new ChannelChoice.Single(1));
    var right = samples(file, new ChannelChoice.Single(2));

    assertThat(left).hasSize(10_000);
    for (int i = 0; i < left.length; i++) {
      assertThat(left[i]).isEqualTo(3 * i / 32768f);
      assertThat(right[i]).isEqualTo(-3 * i / 32768f);
    }
  }

  @Test
  void a_known_recording_has_its_length() {
    var file = Fixtures.require("audio", "jfk", "jfk.wav");

    var seconds = samples(file, new ChannelChoice.Average()).length / (double) RATE;

    assertThat(seconds).isCloseTo(11, within(0.01));
  }

  private Path wav(byte[] content) {
    return WavFile.write(folder, "recording.wav", content);
  }

  private static void store(ByteBuffer data, int code, int bits, double sample) {
    switch (code * 100 + bits) {
      case 108 -> data.put((byte) (128 + sample * 128));
      case 116 -> data.putShort((short) (sample * 32768));
      case 124 -> {
        int value = (int) (sample * 8388608);
        data.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
      }
      case 132 -> data.putInt((int) (sample * 2147483648.0));
      case 332 -> data.putFloat((float) sample);
      case 364 -> data.putDouble(sample);
      default -> throw new IllegalArgumentException();
    }
  }

  private static float[] samples(Path file, ChannelChoice choice) {
    try (var waveform = Waveform.open(file, choice, RATE)) {
      var samples = new float[RATE * 60];
      return Arrays.copyOf(samples, waveform.read(samples, 0, samples.length));
    }
  }

  private static void assertRefused(Path file, ChannelChoice choice, String found) {
    assertThatThrownBy(() -> samples(file, choice))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code().exit()).isEqualTo(ExitStatus.INPUT);
              assertThat(refusal.problem().found()).contains(found);
              assertThat(refusal.problem().doing()).contains(file.toString());
            });
  }
}
