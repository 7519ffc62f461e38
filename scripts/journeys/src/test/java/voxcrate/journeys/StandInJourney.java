package voxcrate.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundler.convert.Converter;
import voxcrate.bundler.convert.SourceModel;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.diarization.Course;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.diarization.Rttm;
import voxcrate.engine.diarization.RttmTurn;
import voxcrate.engine.diarization.SpeakerBounds;
import voxcrate.engine.diarization.Turn;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// Both published pipelines, from checkpoints and configuration as their authors lay them out to
/// turns, against pyannote.audio 4.0.7 on the same recordings. The networks are stand-ins of the
/// real sizes with real weights; the PLDA is the published one.
final class StandInJourney {
  private static final Path FIXTURES = Source.root().resolveSibling("shared").resolve("fixtures");
  private static final String COMMUNITY = "voxcrate-test/community";
  private static final String AGGLOMERATIVE = "voxcrate-test/agglomerative";

  /// 16.875 ms from frame to frame, and what printing rounds away.
  private static final double ONE_FRAME = 0.0169 + 0.001;

  private static final String COMMUNITY_CONFIG =
      """
      dependencies:
        pyannote.audio: 4.0.0
      pipeline:
        name: pyannote.audio.pipelines.SpeakerDiarization
        params:
          clustering: VBxClustering
          segmentation: $model/segmentation
          segmentation_batch_size: 32
          embedding: $model/embedding
          embedding_batch_size: 32
          embedding_exclude_overlap: true
          plda: $model/plda
      params:
        clustering:
          threshold: 0.6
          Fa: 0.07
          Fb: 0.8
        segmentation:
          min_duration_off: 0.0
      """;

  private static final String AGGLOMERATIVE_CONFIG =
      """
      version: 3.1.0
      pipeline:
        name: pyannote.audio.pipelines.SpeakerDiarization
        params:
          clustering: AgglomerativeClustering
          embedding: voxcrate-test/embedding
          embedding_batch_size: 32
          embedding_exclude_overlap: true
          segmentation: voxcrate-test/segmentation
          segmentation_batch_size: 32
      params:
        clustering:
          method: centroid
          min_cluster_size: 12
          threshold: 0.7045654963945799
        segmentation:
          min_duration_off: 0.0
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void convert_the_stand_ins() throws IOException {
    var community = source(COMMUNITY_CONFIG, COMMUNITY);
    for (var network : List.of("segmentation", "embedding")) {
      var checkpoint = require(network + "-standin/pytorch_model.bin");
      copy(checkpoint, community.resolve(network));
      copy(checkpoint, folder.resolve("source/voxcrate-test").resolve(network));
      convert("voxcrate-test/" + network);
    }
    copy(require("plda/plda.npz"), community.resolve("plda"));
    copy(require("plda/xvec_transform.npz"), community.resolve("plda"));
    convert(COMMUNITY);
    source(AGGLOMERATIVE_CONFIG, AGGLOMERATIVE);
    convert(AGGLOMERATIVE);
  }

  @ParameterizedTest
  @CsvSource({
    "02_pyannote_sample, vbx",
    "03_dual_speaker, vbx",
    "02_pyannote_sample, ahc40",
    "03_dual_speaker, ahc40"
  })
  void turns_are_those_of_the_reference_within_one_frame(String recording, String run) {
    var golden = "e2e-standin-golden/" + recording + "." + run;

    var heard = diarize(recording, run.equals("vbx") ? COMMUNITY : AGGLOMERATIVE);

    assertSame(heard.turns(), Rttm.read(require(golden + ".rttm")));
    assertSame(heard.exclusiveTurns(), Rttm.read(require(golden + ".exclusive.rttm")));
  }

  private static void assertSame(List<Turn> heard, List<RttmTurn> expected) {
    assertThat(heard)
        .extracting(turn -> turn.speaker().label())
        .containsExactlyElementsOf(expected.stream().map(RttmTurn::speaker).toList());
    for (int i = 0; i < heard.size(); i++) {
      assertThat(heard.get(i).startSeconds())
          .isCloseTo(expected.get(i).startSeconds(), within(ONE_FRAME));
      assertThat(heard.get(i).endSeconds())
          .isCloseTo(expected.get(i).endSeconds(), within(ONE_FRAME));
    }
  }

  private static Diarization diarize(String recording, String name) {
    var models = ModelCatalog.in(folder.resolve("models")).pipeline(Optional.of(name));
    var clip = require("captures/" + recording + "/clip_16k.wav");
    var target = new ExecutionTarget.Cpu(Runtime.getRuntime().availableProcessors());
    try (var pipeline = DiarizationPipeline.open(models, target, ProgressListener.SILENT);
        var audio = Waveform.open(clip, new ChannelChoice.Average(), pipeline.sampleRate())) {
      return pipeline.diarize(audio, SpeakerBounds.ANY, Course.of(_ -> {}));
    }
  }

  /// A pipeline's repository that has nothing but its configuration so far.
  private static Path source(String configuration, String name) throws IOException {
    var repository = Files.createDirectories(folder.resolve("source").resolve(name));
    Files.writeString(repository.resolve("config.yaml"), configuration);
    return repository;
  }

  private static void convert(String name) {
    var model = new SourceModel(name, null, "MIT", folder.resolve("source").resolve(name));
    new Converter(Precision.F32)
        .convert(model, folder.resolve("models/torch").resolve(name), ProgressListener.SILENT);
  }

  private static void copy(Path file, Path target) throws IOException {
    Files.createDirectories(target);
    Files.copy(file, target.resolve(file.getFileName()));
  }

  private static Path require(String name) {
    var file = FIXTURES.resolve(name);
    Assumptions.assumeTrue(Files.exists(file), "reference material not at hand: " + file);
    return file;
  }
}
