package voxcrate.engine.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.engine.testing.Decoded;
import voxcrate.engine.testing.WavFile;
import voxcrate.problem.ToolException;

/// FFmpeg as an independent decoder to compare with, and as the way out that an operator allows.
/// Where the machine has none, the tests are skipped.
final class FfmpegTest {
  private static final Path SPEECH = FormatsTest.FOLDER.resolve("speech.flac");
  private static final DecodingOptions WITH_FFMPEG =
      DecodingOptions.DEFAULT.withFfmpeg(Path.of("ffmpeg"));

  @TempDir Path folder;

  /// AAC is made without its random noise, which no two decoders share.
  @ParameterizedTest
  @CsvSource({
    "cbr.mp3, libmp3lame, -b:a 128k -ar 44100 -ac 2, 100",
    "vbr.mp3, libmp3lame, -q:a 4 -ar 48000, 100",
    "low.mp3, libmp3lame, -b:a 24k -ar 11025, 100",
    "half.mp3, libmp3lame, -b:a 48k -ar 22050, 100",
    "layer2.mp2, mp2, -b:a 192k -ar 44100 -ac 2, 65",
    "shaped.aac, aac, -b:a 128k -ar 44100 -ac 2 -aac_pns 0, 90",
    "voice.aac, aac, -b:a 32k -aac_pns 0, 90",
    "three.m4a, aac, -b:a 192k -aac_pns 0 -af pan=3.0|c0=c0|c1=0.5*c0|c2=0.3*c0, 90",
    "five.m4a, aac, -b:a 256k -aac_pns 0 -af pan=5.1|c0=c0|c1=0.5*c0|c2=0.3*c0|c4=0.2*c0|c5=0.1*c0,"
        + " 90",
    "seven.aac, aac, -b:a 384k -aac_pns 0 -af"
        + " pan=7.1|c0=c0|c1=0.5*c0|c2=0.3*c0|c4=0.2*c0|c5=0.1*c0|c6=0.7*c0|c7=0.6*c0, 90",
    "speech.opus, libopus, -b:a 16k -application voip, 60",
    "music.opus, libopus, -b:a 96k -ac 2, 60",
    "vorbis.ogg, libvorbis, -q:a 4 -ar 44100 -ac 2, 100",
    "music.webm, libopus, -b:a 64k, 60",
    "film.mkv, aac, -b:a 96k -aac_pns 0, 90",
    "plain.mkv, pcm_f32le, -ar 44100, 140",
    "deep.mov, pcm_s24be, -ac 2, 140",
    "flac.mkv, flac, -ac 2, 140",
    "wide.wav, pcm_s32le, -ar 96000, 140",
    "long.wav, pcm_f64le, -ac 2, 140",
    "rf64.wav, pcm_s16le, -rf64 always, 140"
  })
  void decodes_as_ffmpeg_does(String name, String codec, String settings, double least)
      throws IOException {
    var file = encode(name, codec, settings);
    var decoder = codec.equals("libopus") ? List.of("-c:a", "libopus") : List.<String>of();

    var expected = byFfmpeg(file, decoder);
    var decoded = AudioReading.all(file, DecodingOptions.DEFAULT);

    assertThat(decoded.damage()).isEmpty();
    // FFmpeg gives the last packet of some containers whole, with what the encoder added.
    int channels = decoded.format().channels();
    assertThat(expected.length / channels - decoded.frames()).isBetween(0, 2048);
    assertThat(decibels(expected, decoded)).isGreaterThanOrEqualTo(least);
  }

  @Test
  void what_is_not_decoded_here_goes_to_ffmpeg_where_it_is_allowed() throws IOException {
    var file = encode("lossless.m4a", "alac", "-ac 1");

    assertThatThrownBy(() -> AudioReading.all(file, DecodingOptions.DEFAULT))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("VX-ENGINE-002")
        .hasMessageContaining("ALAC");
    var decoded = AudioReading.all(file, WITH_FFMPEG);
    var source = AudioReading.all(SPEECH, DecodingOptions.DEFAULT);

    assertThat(decoded.frames()).isEqualTo(source.frames());
    for (int i = 0; i < source.frames(); i++) {
      assertThat(decoded.sample(i, 0)).isEqualTo(source.sample(i, 0));
    }
  }

  @Test
  void what_ffmpeg_does_not_decode_either_is_refused_in_its_words() {
    requireFfmpeg();
    var file = WavFile.write(folder, "-i http:noise", new byte[5_000]);

    assertThatThrownBy(() -> AudioReading.all(file, WITH_FFMPEG))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("VX-ENGINE-002")
        .hasMessageContaining("FFmpeg: ");
  }

  @Test
  void an_ffmpeg_that_is_not_there_is_named() {
    var file = WavFile.write(folder, "noise", new byte[5_000]);
    var absent = DecodingOptions.DEFAULT.withFfmpeg(folder.resolve("no-ffmpeg"));

    assertThatThrownBy(() -> AudioReading.all(file, absent))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("VX-ENGINE-009");
  }

  @Test
  void what_is_decoded_here_never_goes_to_ffmpeg() {
    var absent = DecodingOptions.DEFAULT.withFfmpeg(folder.resolve("no-ffmpeg"));

    assertThat(AudioReading.all(SPEECH, absent).frames()).isEqualTo(9_600);
  }

  private Path encode(String name, String codec, String settings) throws IOException {
    requireFfmpeg();
    var file = folder.resolve(name);
    var command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-i"));
    command.add(SPEECH.toString());
    command.addAll(List.of("-c:a", codec));
    command.addAll(List.of(settings.split(" ", -1)));
    command.add(file.toString());
    run(command);
    Assumptions.assumeTrue(Files.exists(file), "this FFmpeg does not encode " + codec);
    return file;
  }

  private static float[] byFfmpeg(Path file, List<String> decoder) throws IOException {
    var command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error"));
    command.addAll(decoder);
    command.addAll(List.of("-i", file.toString(), "-f", "f32le", "-c:a", "pcm_f32le", "-"));
    var samples = ByteBuffer.wrap(run(command)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    var copy = new float[samples.remaining()];
    samples.get(copy);
    return copy;
  }

  private static byte[] run(List<String> command) throws IOException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return process.getInputStream().readAllBytes();
  }

  private static void requireFfmpeg() {
    boolean present =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "ffmpeg")));
    Assumptions.assumeTrue(present, "no ffmpeg on this machine");
  }

  private static double decibels(float[] expected, Decoded decoded) {
    double sound = 0;
    double difference = 1e-15;
    int channels = decoded.format().channels();
    for (int i = 0; i < decoded.frames() * channels; i++) {
      double error = expected[i] - decoded.sample(i / channels, i % channels);
      sound += expected[i] * expected[i];
      difference += error * error;
    }
    return 10 * Math.log10(sound / difference);
  }
}
