package voxcrate.engine.diarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import voxcrate.bundle.Digest;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.resume.ResumeFile;
import voxcrate.engine.testing.TinyModels;
import voxcrate.engine.testing.WavFile;
import voxcrate.progress.ProgressListener;

/// One recording of 36 seconds through the tiny networks, on several lanes, and cut short.
final class ListeningTest {
  private static final Digest IDENTITY = Digest.of("recording, models and options");
  private static final int SECONDS = 36;

  @TempDir Path folder;
  private ResumeFile open = ResumeFile.none();
  private Path recording;

  @BeforeEach
  void make_noise_that_comes_and_goes() {
    recording = WavFile.noise(folder, "noise.wav", SECONDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void lanes_do_not_change_what_is_heard(int threads) {
    assertThat(log(threads)).isEqualTo(log(1));
  }

  @Test
  void progress_is_told_in_order_to_the_end() {
    var told = new ArrayList<Double>();

    diarize(3, Course.of(told::add));

    assertThat(told).isSorted();
    assertThat(told.getLast()).isEqualTo(SECONDS - 9.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_run_that_was_cut_short_is_taken_up_with_the_same_result(int threads) {
    var undisturbed = diarize(1, Course.of(_ -> {}));
    for (int passages = 0; passages < 4; passages++) {
      var file = folder.resolve("cut-" + passages);
      double end = 8 * passages;
      DoubleConsumer cut = heard -> stopAfter(end, heard);
      assertThatThrownBy(() -> diarize(threads, kept(log(ResumeFile.afresh(file, IDENTITY)), cut)))
          .hasMessage("killed");

      var log = log(ResumeFile.takingUp(file, IDENTITY));
      var heardAnew = new StageClock();
      var result = diarize(threads, new Course(_ -> {}, _ -> {}, heardAnew, log));

      assertThat(result).isEqualTo(undisturbed);
    }
  }

  @Test
  void what_is_known_is_not_heard_again() {
    var file = folder.resolve("whole");
    diarize(1, kept(log(ResumeFile.afresh(file, IDENTITY)), _ -> {}));
    var clock = new StageClock();

    diarize(1, new Course(_ -> {}, _ -> {}, clock, log(ResumeFile.takingUp(file, IDENTITY))));

    assertThat(clock.seconds(Stage.READING)).isPositive();
    assertThat(clock.seconds(Stage.SEGMENTATION)).isZero();
    assertThat(clock.seconds(Stage.VOICES)).isZero();
  }

  private static void stopAfter(double end, double heard) {
    if (heard > end) {
      throw new IllegalStateException("killed");
    }
  }

  private ListeningLog log(ResumeFile file) {
    open = file;
    return new ListeningLog(file);
  }

  private static Course kept(ListeningLog log, DoubleConsumer heardSeconds) {
    return new Course(heardSeconds, _ -> {}, new StageClock(), log);
  }

  /// Everything the networks heard, as bytes.
  private byte[] log(int threads) {
    try {
      var file = folder.resolve("log-" + threads);
      diarize(threads, kept(log(ResumeFile.afresh(file, IDENTITY)), _ -> {}));
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Diarization diarize(int threads, Course course) {
    var models = ModelCatalog.in(TinyModels.FOLDER).pipeline(Optional.empty());
    try (var pipeline =
            DiarizationPipeline.open(
                models, new ExecutionTarget.Cpu(threads), ProgressListener.SILENT);
        var audio = Waveform.open(recording, new ChannelChoice.Average(), pipeline.sampleRate())) {
      return pipeline.diarize(audio, SpeakerBounds.ANY, course);
    } finally {
      open.close();
    }
  }
}
