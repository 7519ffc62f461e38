package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.WavFile;
import voxcrate.json.Json;

/// Channels, stretches, joined files and damaged ones, on models that hear nothing of sense.
final class HearingTest {
  private static final int RATE = 16_000;
  private static final int HEADER_BYTES = 44;

  @TempDir Path folder;

  @Test
  void times_of_a_stretch_are_those_of_the_recording() {
    var whole = noise("whole.wav", 30 * RATE);
    var rest =
        write("rest.wav", 1, Arrays.copyOfRange(noiseSamples(30 * RATE), 12 * RATE, 30 * RATE));

    var stretch = turns(diarize("--json", whole, "--start", "0:12", "--end", "00:00:30.0"));

    assertThat(stretch)
        .isEqualTo(
            turns(diarize("--json", rest)).stream()
                .map(turn -> new Span(turn.start + 12, turn.end + 12, turn.speaker))
                .toList());
    assertThat(stretch).isNotEmpty().allMatch(turn -> turn.start >= 12);
  }

  @Test
  void joined_files_are_one_recording_and_each_turn_tells_its_file() {
    var whole = noiseSamples(26 * RATE);
    write("one.wav", 1, whole);
    var first = write("a.wav", 1, Arrays.copyOf(whole, 13 * RATE));
    var second = write("b.wav", 1, Arrays.copyOfRange(whole, 13 * RATE, whole.length));

    var run = diarize("--json", first, second, "--join", "-o", folder.resolve("out"));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(turns(run)).isEqualTo(turns(diarize("--json", folder.resolve("one.wav"))));
    assertThat(recording(run).text("recording")).isEqualTo("a-joined");
    for (var turn : recording(run).array("turns")) {
      double start = ((Json.Obj) turn).decimal("start");
      assertThat(((Json.Obj) turn).text("file")).isEqualTo(start < 13 ? "a.wav" : "b.wav");
      assertThat(((Json.Obj) turn).decimal("fileStart"))
          .isCloseTo(start < 13 ? start : start - 13, within(1e-9));
    }
    assertThat(folder.resolve("out/a-joined.rttm")).exists();
    assertThat(folder.resolve("out/a-joined.txt")).content().contains("(a.wav 0:00.0)");
  }

  @Test
  void each_channel_is_a_speaker_who_is_named_by_it() {
    var stereo =
        stereo(
            "two.wav",
            i -> i < 12 * RATE ? 0.3 * sound(i) : 0,
            i -> i < 12 * RATE ? 0 : 0.3 * sound(i));

    var run = diarize("--json", stereo, "--channel", "each");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(recording(run).array("turns"))
        .isNotEmpty()
        .allSatisfy(
            turn -> {
              var json = (Json.Obj) turn;
              assertThat(json.text("speaker"))
                  .isEqualTo("SPEAKER_%02d".formatted((int) json.decimal("channel") - 1));
            });
    var rttm = diarize(stereo, "--channel", "each");
    assertThat(rttm.out().lines())
        .allMatch(line -> line.matches("SPEAKER two ([12]) .* SPEAKER_0[01] .*"));
  }

  @Test
  void channels_of_the_same_sound_are_told_and_voices_tell_people_apart() {
    var stereo = stereo("same.wav", i -> 0.3 * sound(i), i -> 0.3 * sound(i));
    var mono = diarize("--json", stereo, "--channel", "1");

    var run = diarize("--json", stereo, "--channel", "each");

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("all channels hold the same sound");
    assertThat(recording(run).array("remarks")).hasSize(1);
    assertThat(turns(run)).isEqualTo(turns(mono));
  }

  @Test
  void speakers_that_were_asked_for_and_not_found_are_told() throws IOException {
    var run = diarize("--json", noise("few.wav", 12 * RATE), "--num-speakers", "40");

    assertThat(run.status()).isZero();
    int found = Math.toIntExact(recording(run).integer("speakers"));
    var complaint =
        "40 speakers were asked for, %d can be told apart in this recording".formatted(found);
    assertThat(recording(run).array("remarks")).containsExactly(new Json.Str(complaint));
    assertThat(run.err()).contains("warning: " + complaint);
    assertThat(diarize("--strict", noise("s.wav", 12 * RATE), "--num-speakers", "40").status())
        .isEqualTo(8);
  }

  @Test
  void channels_that_cancel_each_other_out_are_told() {
    var stereo = stereo("inverted.wav", i -> 0.3 * sound(i), i -> -0.3 * sound(i));

    var run = diarize(stereo);

    assertThat(run.err()).contains("--channel 1");
  }

  @Test
  void of_a_recording_cut_short_the_rest_is_heard_and_the_command_ends_with_eight()
      throws IOException {
    var whole = noise("cut.wav", 20 * RATE);
    Files.write(whole, Arrays.copyOf(Files.readAllBytes(whole), HEADER_BYTES + 2 * 14 * RATE));

    var run = diarize("--json", whole);

    assertThat(run.status()).isEqualTo(8);
    assertThat(run.err()).contains("cut.wav: damaged: 6.0 s are missing, from 0:14.0 on");
    var part = (Json.Obj) recording(run).array("parts").getFirst();
    assertThat(part.object("damage").decimal("from")).isEqualTo(14);
    assertThat(part.object("damage").decimal("missingSeconds")).isEqualTo(6);
    assertThat(recording(run).decimal("seconds")).isEqualTo(14);
  }

  @Test
  void what_is_missing_behind_the_stretch_asked_for_is_not_missed() throws IOException {
    var whole = noise("cut.wav", 20 * RATE);
    Files.write(whole, Arrays.copyOf(Files.readAllBytes(whole), HEADER_BYTES + 2 * 14 * RATE));

    var run = diarize(whole, "--end", "12");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("damaged");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 990, 991, 1_600, 8_000, 159_999, 160_000, 160_001, 175_999, 176_000, 176_001})
  void any_length_is_heard(int samples) {
    var run = diarize("--json", noise("short.wav", samples));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(recording(run).decimal("seconds"))
        .isCloseTo(samples / (double) RATE, within(0.0006));
  }

  @Test
  void contradictions_on_the_command_line_end_with_two() {
    var file = noise("a.wav", RATE);

    for (var options :
        List.of(
            List.of("--start", "10", "--end", "5"),
            List.of("--start", "1:75"),
            List.of("--channel", "left"),
            List.of("--channel", "0"),
            List.of("--track", "0"),
            List.of("--channel", "each", "--num-speakers", "2"))) {
      var arguments = new ArrayList<Object>(List.of(file));
      arguments.addAll(options);
      assertThat(diarize(arguments.toArray()).status()).as(options.toString()).isEqualTo(2);
    }
  }

  @Test
  void a_stretch_or_a_channel_that_is_not_there_ends_with_seven() {
    var file = noise("a.wav", RATE);

    assertThat(diarize(file, "--start", "2").err()).contains("VX-ENGINE-008", "1.0 s");
    assertThat(diarize(file, "--start", "2").status()).isEqualTo(7);
    assertThat(diarize(file, "--channel", "2").err()).contains("VX-ENGINE-002", "channel 2");
    assertThat(diarize(file, "--channel", "2").status()).isEqualTo(7);
    assertThat(diarize(file, "--track", "2").err()).contains("VX-ENGINE-007");
  }

  private static EngineRun diarize(Object... arguments) {
    var all = new Object[arguments.length + 3];
    all[0] = "diarize";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--models";
    all[all.length - 1] = TinyModels.FOLDER;
    return EngineRun.of(all);
  }

  private record Span(double start, double end, String speaker) {}

  private static Json.Obj recording(EngineRun run) {
    return (Json.Obj) run.json().array("recordings").getFirst();
  }

  private static List<Span> turns(EngineRun run) {
    return recording(run).array("turns").stream()
        .map(turn -> (Json.Obj) turn)
        .map(
            turn ->
                new Span(
                    Math.round(turn.decimal("start") * 1000) / 1000.0,
                    turn.decimal("end"),
                    turn.text("speaker")))
        .toList();
  }

  private Path noise(String name, int samples) {
    return write(name, 1, noiseSamples(samples));
  }

  private static float[] noiseSamples(int samples) {
    var noise = new float[samples];
    for (int i = 0; i < samples; i++) {
      noise[i] = (float) (0.1 * (i / RATE % 3) * sound(i));
    }
    return noise;
  }

  /// Different at every place, and the same every time.
  private static double sound(int i) {
    return new Random(i * 7919L).nextDouble(-1, 1);
  }

  private Path stereo(String name, IntToDoubleFunction left, IntToDoubleFunction right) {
    var samples = new float[2 * 24 * RATE];
    for (int i = 0; i < samples.length / 2; i++) {
      samples[2 * i] = (float) left.applyAsDouble(i);
      samples[2 * i + 1] = (float) right.applyAsDouble(i);
    }
    return write(name, 2, samples);
  }

  private Path write(String name, int channels, float[] samples) {
    return WavFile.write(folder, name, WavFile.pcm16(RATE, channels, samples));
  }
}
