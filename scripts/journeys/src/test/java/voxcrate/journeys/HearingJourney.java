package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.cli.Program;
import voxcrate.engine.Voxcrate;

/// Journey 5: what people record, heard by the demo models with the command that people type: one
/// voice and twenty, silence and noise, telephone lines, clipped and very short recordings.
final class HearingJourney {
  private static final int RATE = DemoVoices.RATE;

  @TempDir static Path folder;
  private static DemoVoices voices;

  @BeforeAll
  static void convert_the_models_and_cut_out_the_voices() throws IOException {
    DemoModels.convert(folder.resolve("models"));
    voices = DemoVoices.read();
  }

  @Test
  void one_voice_is_one_speaker() throws IOException {
    var file = write("one.wav", joined(silence(1), voice(0, 18), silence(1)));

    var heard = diarize(file);

    assertThat(heard.largest()).isCloseTo(18, within(0.6));
    // Where two are heard at once for a moment the second one has a name too, as in the reference.
    assertThat(heard.total()).isLessThan(1.06 * heard.largest());
    assertThat(diarize(file, "--num-speakers", "1").seconds()).hasSize(1);
  }

  @Test
  void a_clipped_voice_is_still_one_speaker() throws IOException {
    var clipped = joined(silence(1), louder(voice(0, 18), 30), silence(1));

    var heard = diarize(write("clipped.wav", clipped));

    assertThat(heard.largest()).isCloseTo(18, within(0.6));
    assertThat(heard.total()).isLessThan(1.06 * heard.largest());
  }

  @Test
  void of_twenty_voices_most_are_told_apart() throws IOException {
    var pieces = new ArrayList<float[]>();
    for (int round = 0; round < 2; round++) {
      for (int speaker = 0; speaker < 20; speaker++) {
        pieces.add(Arrays.copyOfRange(voice(speaker, 6), 3 * round * RATE, 3 * (round + 1) * RATE));
        pieces.add(silence(0.4));
      }
    }
    var file = write("twenty.wav", joined(pieces.toArray(float[][]::new)));

    assertThat(diarize(file).seconds()).hasSizeBetween(10, 30);
  }

  @Test
  void silence_and_noise_are_nobody() throws IOException {
    var noise = new float[12 * RATE];
    var random = new Random(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian() * 0.1f;
    }

    assertThat(diarize(write("silence.wav", silence(12))).out()).isEmpty();
    assertThat(diarize(write("noise.wav", noise)).out()).isEmpty();
    assertThat(diarize(write("hiss.wav", louder(noise, -40))).out()).isEmpty();
  }

  @Test
  void music_is_heard_to_its_end() throws IOException {
    assertThat(diarize(write("music.wav", Music.chords(12, RATE))).status()).isZero();
  }

  @Test
  void at_a_telephone_s_sample_rate_two_people_are_told_apart() throws IOException {
    var sample = Source.root().resolve("scripts/demo-models/samples/sample-01.flac");
    var narrow = DemoVoices.samples(sample, 8_000);
    var file = DemoVoices.write(folder.resolve("narrow.wav"), 8_000, narrow);

    var heard = diarize(file);

    assertThat(heard.seconds()).hasSize(2);
    assertThat(heard.seconds().values()).allMatch(seconds -> seconds > 5);
  }

  /// Two people who take turns and speak at once for two seconds, with echo on the line.
  @ParameterizedTest
  @ValueSource(ints = {-60, -20})
  void on_a_telephone_line_each_channel_has_its_own_speaker(int echoDecibels) throws IOException {
    var near = new float[28 * RATE];
    var far = new float[28 * RATE];
    System.arraycopy(voice(0, 15), 0, near, 0, 8 * RATE);
    System.arraycopy(voice(4, 15), 0, far, 9 * RATE, 7 * RATE);
    System.arraycopy(voice(0, 15), 8 * RATE, near, 17 * RATE, 7 * RATE);
    System.arraycopy(voice(4, 15), 7 * RATE, far, 20 * RATE, 2 * RATE);
    var file =
        write(
            "call.wav", sum(near, louder(far, echoDecibels)), sum(far, louder(near, echoDecibels)));

    var heard = diarize(file, "--channel", "each");

    assertThat(heard.seconds()).containsOnlyKeys("SPEAKER_00", "SPEAKER_01");
    assertThat(heard.seconds().get("SPEAKER_00")).isCloseTo(15, within(0.8));
    assertThat(heard.seconds().get("SPEAKER_01")).isCloseTo(9, within(0.8));
  }

  @Test
  void two_identical_channels_are_noticed_and_heard_as_one() throws IOException {
    var sound = joined(silence(1), voice(0, 12));
    var mono = diarize(write("mono.wav", sound));

    var heard = diarize(write("identical.wav", sound, sound), "--channel", "each");

    assertThat(heard.err()).contains("all channels hold the same sound");
    assertThat(heard.seconds()).isEqualTo(mono.seconds());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5})
  void of_a_moment_nothing_or_one_speaker_is_heard(double seconds) throws IOException {
    var heard = diarize(write("moment.wav", voice(0, seconds)));

    assertThat(heard.status()).isZero();
    assertThat(heard.seconds()).hasSizeLessThanOrEqualTo(1);
    assertThat(heard.total()).isLessThanOrEqualTo(seconds + 0.05);
  }

  /// @param seconds of speech by speaker
  private record Heard(int status, String out, String err, Map<String, Double> seconds) {
    double total() {
      return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    double largest() {
      return seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
  }

  private static Heard diarize(Path file, String... options) {
    var words = new ArrayList<>(List.of("diarize", file.toString(), "--progress", "none"));
    words.addAll(List.of("--models", folder.resolve("models").toString()));
    words.addAll(List.of(options));
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Program.run(
            new Voxcrate(),
            new PrintWriter(out),
            new PrintWriter(err),
            words.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    return new Heard(status, out.toString(), err.toString(), seconds(out.toString()));
  }

  private static Map<String, Double> seconds(String rttm) {
    var seconds = new TreeMap<String, Double>();
    for (var line : rttm.lines().toList()) {
      var fields = line.split(" ", -1);
      seconds.merge(fields[7], Double.parseDouble(fields[4]), Double::sum);
    }
    return seconds;
  }

  private static Path write(String name, float[]... channels) throws IOException {
    return DemoVoices.write(folder.resolve(name), RATE, channels);
  }

  private static float[] voice(int number, double seconds) {
    return voices.speech(voices.names().get(number), seconds);
  }

  private static float[] silence(double seconds) {
    return new float[(int) (seconds * RATE)];
  }

  private static float[] joined(float[]... pieces) {
    var whole = new float[Arrays.stream(pieces).mapToInt(piece -> piece.length).sum()];
    int filled = 0;
    for (var piece : pieces) {
      System.arraycopy(piece, 0, whole, filled, piece.length);
      filled += piece.length;
    }
    return whole;
  }

  private static float[] louder(float[] samples, double decibels) {
    var louder = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      louder[i] = (float) (samples[i] * Math.pow(10, decibels / 20));
    }
    return louder;
  }

  private static float[] sum(float[] first, float[] second) {
    var sum = new float[first.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = first[i] + second[i];
    }
    return sum;
  }
}
