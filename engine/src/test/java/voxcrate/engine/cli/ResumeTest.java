package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.testing.EngineProcess;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.WavFile;

/// Runs that are killed, as a power cut or an impatient operator would, and taken up.
final class ResumeTest {
  private static final int RATE = 16_000;
  private static final int SECONDS = 45;
  private static final String LOG = "noise.voxcrate-resume";

  @TempDir Path folder;
  private Path recording;

  @BeforeEach
  void make_noise_that_comes_and_goes() {
    recording = WavFile.noise(folder, "noise.wav", SECONDS);
  }

  /// As soon as the log has so many bytes: none, a head, a few passages, nearly all.
  @ParameterizedTest
  @ValueSource(longs = {0, 40, 7_000, 26_000})
  void a_killed_run_is_taken_up_and_ends_as_if_it_had_not_been(long bytes) throws Exception {
    assertThat(diarize("undisturbed").status()).isZero();

    kill(bytes);
    var run = diarize("killed", "--resume");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(folder.resolve("killed").resolve(LOG)).doesNotExist();
    for (var name : List.of("noise.rttm", "noise.txt", "noise.json")) {
      assertThat(folder.resolve("killed").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("undisturbed").resolve(name));
    }
  }

  /// In the first channel's hearing, and in the second's.
  @ParameterizedTest
  @ValueSource(longs = {9_000, 30_000})
  void channel_after_channel_is_taken_up_too(long bytes) throws Exception {
    recording = WavFile.noise(folder, "noise.wav", SECONDS, 2);
    assertThat(diarize("undisturbed", "--channel", "each").status()).isZero();

    kill(bytes, "--channel", "each");
    var run = diarize("killed", "--resume", "--channel", "each");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("going on with what an earlier run heard");
    assertThat(folder.resolve("killed/noise.json"))
        .hasSameBinaryContentAs(folder.resolve("undisturbed/noise.json"));
  }

  @Test
  void what_belongs_to_another_choice_is_told_and_not_used() throws Exception {
    kill(7_000);

    var run = diarize("killed", "--resume", "--end", "40");

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("starting afresh");
  }

  @Test
  void without_the_option_an_earlier_run_is_told_and_not_used() throws Exception {
    kill(7_000);

    var run = diarize("killed");

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("--resume was not given");
  }

  @Test
  void nothing_to_go_on_with_is_told() {
    assertThat(diarize("new", "--resume").err()).contains("nothing to go on with");
  }

  @Test
  void without_a_folder_there_is_nothing_to_go_on_with() {
    var run = EngineRun.of("diarize", recording, "--models", TinyModels.FOLDER, "--resume");

    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void a_recording_that_cannot_be_heard_leaves_nothing_behind() {
    var empty = WavFile.write(folder, "empty.wav", WavFile.pcm16(RATE, 1));

    var run =
        EngineRun.of(
            "diarize", empty, "--models", TinyModels.FOLDER, "-o", folder.resolve("nothing"));

    assertThat(run.status()).isEqualTo(7);
    assertThat(folder.resolve("nothing/empty.voxcrate-resume")).doesNotExist();
  }

  private EngineRun diarize(String output, String... more) {
    return EngineRun.of(
        concat(
            "diarize",
            recording,
            "--models",
            TinyModels.FOLDER,
            "-o",
            folder.resolve(output),
            more));
  }

  private static Object[] concat(Object... arguments) {
    return List.of(arguments).stream()
        .flatMap(
            argument ->
                argument instanceof String[] texts
                    ? List.of(texts).stream()
                    : List.of(argument).stream())
        .toArray();
  }

  /// Runs the program in a process of its own until the log is so long, or the run is over.
  private void kill(long bytes, String... more) throws IOException, InterruptedException {
    var log = folder.resolve("killed").resolve(LOG);
    var process =
        EngineProcess.start(
            folder,
            concat(
                "diarize",
                recording,
                "--models",
                TinyModels.FOLDER,
                "--threads",
                "1",
                "-o",
                folder.resolve("killed"),
                more));
    process.awaitFile(log, bytes);
    process.kill();
  }
}
