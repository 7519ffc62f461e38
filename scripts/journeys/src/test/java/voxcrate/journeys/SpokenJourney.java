package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.cli.Program;
import voxcrate.engine.Voxcrate;
import voxcrate.json.Json;
import voxcrate.json.JsonReader;

/// Journey 6: what is said, written down by the demo models with the command that people type: long
/// recordings, short ones, hasty speech, and where nobody speaks at all.
final class SpokenJourney {
  private static final int RATE = DemoVoices.RATE;
  private static final int HEADER_BYTES = 44;
  private static final Path MEETING =
      Source.root().resolve("scripts/demo-models/samples/meeting.flac");

  @TempDir static Path folder;
  private static float[] meeting;

  @BeforeAll
  static void convert_the_models() {
    DemoModels.convert(folder.resolve("models"));
    meeting = DemoVoices.samples(MEETING, RATE);
  }

  @Test
  void an_hour_of_silence_has_no_words() throws IOException {
    assertThat(words(transcribed(muted("silence.wav", 3600)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.001})
  void noise_has_no_words(double loudness) throws IOException {
    var noise = new float[60 * RATE];
    var random = new Random(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (random.nextGaussian() * loudness);
    }

    assertThat(words(transcribed(write("noise.wav", noise)))).isEmpty();
  }

  /// The diarization models take it for somebody; the transcription model does not.
  @Test
  void music_has_no_words() throws IOException {
    assertThat(words(transcribed(write("music.wav", Music.chords(60, RATE))))).isEmpty();
  }

  /// A recorder that ran all day, and people who met thrice. Where speech begins and ends for the
  /// network depends a little on what it hears before and after, and so do the words at the edges.
  @Test
  void ten_hours_are_heard_as_far_as_somebody_speaks() throws IOException {
    int once = words(transcribed(write("once.wav", meeting))).size();
    int[] starts = {60, 18_000, 35_900};
    var day = muted("day.wav", 36_000);
    for (int start : starts) {
      put(day, start, meeting);
    }

    var said = words(transcribed(day));

    assertThat(said.size()).isBetween((int) (2.7 * once), (int) (3.3 * once));
    for (int start : starts) {
      double end = start + meeting.length / (double) RATE;
      var part = said.stream().filter(word -> isWithin(word, start, end)).toList();
      assertThat(part.size()).isBetween((int) (0.85 * once), (int) (1.15 * once));
      said = said.stream().filter(word -> !part.contains(word)).toList();
    }
    assertThat(said).isEmpty();
  }

  private static boolean isWithin(Json.Obj word, double start, double end) {
    return word.decimal("start") >= start && word.decimal("end") <= end;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.2})
  void a_moment_of_speech_is_a_word_or_nothing(double seconds) throws IOException {
    var moment = Arrays.copyOfRange(meeting, RATE, RATE + (int) (seconds * RATE));

    assertThat(words(transcribed(write("moment.wav", moment)))).hasSizeLessThanOrEqualTo(1);
  }

  /// One and a half times as fast, and higher: most of it is beyond the models, its end is not.
  @Test
  void hasty_speech_keeps_to_its_time() throws IOException {
    var hasty = new float[meeting.length * 2 / 3];
    for (int i = 0; i < hasty.length; i++) {
      hasty[i] = meeting[i * 3 / 2];
    }
    double seconds = hasty.length / (double) RATE;

    var said = words(transcribed(write("hasty.wav", hasty)));

    assertThat(said).isNotEmpty();
    double before = 0;
    for (var word : said) {
      assertThat(word.decimal("start")).isBetween(before - 2, seconds);
      assertThat(word.decimal("end")).isBetween(word.decimal("start"), seconds);
      before = word.decimal("start");
    }
  }

  private static Json.Obj transcribed(Path recording) throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();
    var command =
        new ArrayList<>(List.of("transcribe", recording.toString(), "-f", "json", "--force"));
    command.addAll(List.of("--models", folder.resolve("models").toString()));
    command.addAll(List.of("-o", folder.resolve("out").toString(), "--progress", "none"));
    int status =
        Program.run(
            new Voxcrate(),
            new PrintWriter(out),
            new PrintWriter(err),
            command.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    var name = recording.getFileName().toString().replace(".wav", ".json");
    return JsonReader.readObject(Files.readAllBytes(folder.resolve("out").resolve(name)));
  }

  private static List<Json.Obj> words(Json.Obj document) {
    return document.objects("word_segments");
  }

  private static Path write(String name, float[] samples) throws IOException {
    return DemoVoices.write(folder.resolve(name), RATE, samples);
  }

  /// Of a length that only the header and the file system know: it takes no room on the disk.
  private static Path muted(String name, int seconds) throws IOException {
    var file = DemoVoices.write(folder.resolve(name), RATE, new float[0]);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      int bytes = 2 * RATE * seconds;
      var number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      channel.write(number.putInt(36 + bytes).flip(), 4);
      channel.write(number.clear().putInt(bytes).flip(), 40);
      channel.write(ByteBuffer.allocate(1), HEADER_BYTES + bytes - 1L);
    }
    return file;
  }

  private static void put(Path file, int second, float[] samples) throws IOException {
    var source = DemoVoices.write(folder.resolve("part.wav"), RATE, samples);
    var bytes = Files.readAllBytes(source);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var content = ByteBuffer.wrap(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
      channel.write(content, HEADER_BYTES + 2L * RATE * second);
    }
  }
}
