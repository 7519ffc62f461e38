package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.audio.stream.AudioTrack;
import voxcrate.engine.testing.Decoded;

/// The same speech in every form that is read: each gives it back, with the right length.
final class FormatsTest {
  static final Path FOLDER = Path.of("src/test/resources/audio/formats");
  static final int RATE = 16_000;

  /// Of the encoder of HE-AAC, which has the longest.
  private static final int MAX_DELAY = 4096;

  /// Of the speech, without the end that an encoder's delay may push out.
  private static final int COMPARED_FRAMES = 8_000;

  /// In decibels: the codecs' own losses, measured and rounded down.
  @ParameterizedTest
  @CsvSource({
    "24.wav, 9600, 120",
    "flac.oga, 9600, 120",
    "big-endian.mov, 9600, 120",
    "alaw.wav, 9600, 30",
    "mulaw.wav, 9600, 30",
    "mp3.mp3, 9600, 15",
    "layer2.mp2, 28800, 15",
    "adts.aac, 11264, 13",
    "main.aac, 11264, 13",
    "aac.m4a, 9600, 13",
    "he.aac, 12288, 13",
    "he.m4a, 12288, 13",
    "he-v2.m4a, 13312, 10",
    "fragments.mp4, 10240, 13",
    "opus.opus, 28800, 7",
    "opus.webm, 28800, 7",
    "two-tracks.mka, 28800, 7",
    "vorbis.ogg, 9600, 12",
    "vorbis.mkv, 9728, 12"
  })
  void gives_back_the_speech_it_was_made_from(String name, int frames, double least) {
    var decoded = decoded(name, 1);

    assertThat(decoded.frames()).isEqualTo(frames);
    assertThat(decoded.damage()).isEmpty();
    assertThat(decibels(decoded, 1)).isGreaterThanOrEqualTo(least);
  }

  @Test
  void the_second_track_is_another_recording() {
    var decoded = decoded("two-tracks.mka", 2);

    assertThat(AudioDecoder.tracks(FOLDER.resolve("two-tracks.mka")))
        .containsExactly(new AudioTrack(1, "Opus", "eng"), new AudioTrack(2, "Opus", "deu"));
    assertThat(decibels(decoded, 0.5)).isGreaterThanOrEqualTo(7);
  }

  /// Left is twice as loud as right, and right as the middle.
  @ParameterizedTest
  @CsvSource({"three.ogg", "three.opus"})
  void channels_come_in_the_order_of_wav(String name) {
    var decoded = decoded(name, 1);

    assertThat(energy(decoded, 0)).isCloseTo(4 * energy(decoded, 1), withinPercentage(20));
    assertThat(energy(decoded, 1)).isCloseTo(4 * energy(decoded, 2), withinPercentage(20));
  }

  /// Six channels, coupled.
  @Test
  void vorbis_in_the_round_is_decoded() {
    assertThat(decoded("six.ogg", 1).format().channels()).isEqualTo(6);
    assertThat(decoded("six.ogg", 1).damage()).isEmpty();
  }

  private static double energy(Decoded decoded, int channel) {
    double energy = 0;
    for (int i = 0; i < decoded.frames(); i++) {
      energy += decoded.sample(i, channel) * decoded.sample(i, channel);
    }
    return energy;
  }

  @Test
  void a_chain_of_streams_is_heard_to_its_end() {
    var one = decoded("opus.opus", 1);
    var two = decoded("chain.opus", 1);

    assertThat(two.frames()).isEqualTo(2 * one.frames());
    for (int i = 0; i < one.frames(); i++) {
      assertThat(two.sample(i, 0)).isEqualTo(one.sample(i, 0));
      assertThat(two.sample(one.frames() + i, 0)).isEqualTo(one.sample(i, 0));
    }
  }

  /// Fragments whose packets are all of one size name neither sizes nor times of them.
  @Test
  void fragments_of_equal_packets_are_heard() {
    var decoded = decoded("equal-packets.mp4", 1);

    assertThat(decoded.frames()).isBetween(23 * 16_000, 23 * 16_000 + 3 * 1024);
  }

  @ParameterizedTest
  @CsvSource({
    "24.wav",
    "mp3.mp3",
    "aac.m4a",
    "he.m4a",
    "he-v2.m4a",
    "opus.opus",
    "vorbis.ogg",
    "flac.oga"
  })
  void stated_lengths_are_those_decoded(String name) {
    var decoded = decoded(name, 1);

    assertThat(decoded.format().frames()).isEqualTo(decoded.frames());
  }

  static Stream<Path> files() {
    return Stream.of(
            "24.wav",
            "alaw.wav",
            "speech.flac",
            "flac.oga",
            "big-endian.mov",
            "mp3.mp3",
            "layer2.mp2",
            "adts.aac",
            "aac.m4a",
            "he.aac",
            "he-v2.m4a",
            "fragments.mp4",
            "opus.opus",
            "chain.opus",
            "opus.webm",
            "two-tracks.mka",
            "vorbis.ogg",
            "vorbis.mkv")
        .map(FOLDER::resolve);
  }

  private static Decoded decoded(String name, int track) {
    return AudioReading.all(FOLDER.resolve(name), DecodingOptions.DEFAULT.withTrack(track));
  }

  /// Speech to difference, at the best of the delays that a codec may have.
  private static double decibels(Decoded decoded, double gain) {
    var source = decoded("speech.flac", 1);
    int step = decoded.format().sampleRate() / RATE;
    double best = Double.NEGATIVE_INFINITY;
    for (int delay = 0;
        delay <= decoded.frames() - COMPARED_FRAMES * step && delay <= MAX_DELAY;
        delay++) {
      best = Math.max(best, decibels(source, decoded, gain, step, delay));
    }
    return best;
  }

  private static double decibels(
      Decoded source, Decoded decoded, double gain, int step, int delay) {
    double speech = 0;
    double difference = 1e-12;
    for (int i = 0; i < COMPARED_FRAMES; i++) {
      double expected = gain * source.sample(i, 0);
      double error = expected - decoded.sample(i * step + delay, 0);
      speech += expected * expected;
      difference += error * error;
    }
    return 10 * Math.log10(speech / difference);
  }
}
