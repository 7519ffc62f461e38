package voxcrate.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.engine.testing.EngineProcess;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.TinyWhisper;
import voxcrate.engine.testing.WavFile;

/// Ctrl-C, a closed terminal, `kill`: while networks run, and before.
final class InterruptTest {
  private static final int SECONDS = 45;
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  /// As soon as the log has so many bytes: none, a head, a few passages.
  @ParameterizedTest
  @ValueSource(longs = {0, 40, 5_000, 20_000})
  void a_signal_ends_the_run_with_one_line_and_leaves_only_what_resume_takes_up(long bytes)
      throws Exception {
    var recording = WavFile.noise(folder, "noise.wav", SECONDS);
    var output = folder.resolve("out");
    var run = EngineProcess.start(folder, diarize(recording, output));
    run.awaitFile(output.resolve("noise.voxcrate-resume"), bytes);

    run.send("TERM");

    assertThat(run.status()).as(run.text()).isEqualTo(TERMINATED);
    assertThat(run.text().lines().filter(line -> line.contains("interrupted")))
        .containsExactly("interrupted: the same command with --resume goes on from here");
    assertThat(run.crashReports()).isEmpty();
    assertThat(names(output)).containsExactly("noise.voxcrate-resume");
    if (bytes > 0) {
      assertThat(EngineRun.of(diarize(recording, output, "--resume")).err())
          .contains("going on with what an earlier run heard");
    }
  }

  /// While words are decoded, whose graphs are bound to memory of their own.
  @ParameterizedTest
  @ValueSource(longs = {40, 1_000, 4_000})
  void a_signal_while_words_are_written_ends_the_run_as_well(long bytes) throws Exception {
    var recording = WavFile.noise(folder, "noise.wav", SECONDS);
    var output = folder.resolve("out");
    var run = EngineProcess.start(folder, transcribe(recording, output));
    run.awaitFile(output.resolve("noise.voxcrate-resume"), bytes);

    run.send("TERM");

    assertThat(run.status()).as(run.text()).isEqualTo(TERMINATED);
    assertThat(run.text())
        .contains("interrupted: the same command with --resume goes on from here");
    assertThat(run.crashReports()).isEmpty();
    assertThat(names(output)).containsExactly("noise.voxcrate-resume");
    var resumed = EngineRun.of(transcribe(recording, output, "--resume"));
    assertThat(resumed.status()).as(resumed.err()).isZero();
  }

  @Test
  void a_run_that_keeps_nothing_does_not_speak_of_resume() throws Exception {
    var longer = WavFile.noise(folder, "longer.wav", 20 * SECONDS);
    var run = EngineProcess.start(folder, "diarize", longer, "--models", TinyModels.FOLDER);
    run.awaitText("Loading");

    run.send("TERM");

    assertThat(run.status()).isEqualTo(TERMINATED);
    assertThat(run.text().lines().toList()).contains("interrupted");
  }

  private static Object[] transcribe(Path recording, Path output, String... more) {
    var arguments =
        List.of(
            "transcribe",
            recording,
            "--models",
            TinyWhisper.FOLDER,
            "--no-diarization",
            "--threads",
            "2",
            "-o",
            output);
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray();
  }

  private static Object[] diarize(Path recording, Path output, String... more) {
    var arguments =
        List.of(
            "diarize", recording, "--models", TinyModels.FOLDER, "--threads", "2", "-o", output);
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray();
  }

  private static List<String> names(Path output) throws IOException {
    try (var files = Files.list(output)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
