package voxcrate.bundler.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import voxcrate.bundler.convert.refusal.ConvertCode;
import voxcrate.model.ModelDescriptor.Agglomerative;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.problem.ToolException;

class PipelineConfigurationTest {
  private static final String CONFIG =
      """
      version: 3.1.0

      pipeline:
        name: pyannote.audio.pipelines.SpeakerDiarization
        params:
          clustering: AgglomerativeClustering
          embedding: voxcrate-demo/embedding
          embedding_batch_size: 32
          embedding_exclude_overlap: true
          segmentation: voxcrate-demo/segmentation
          segmentation_batch_size: 32

      params:
        clustering:
          method: centroid
          min_cluster_size: 12
          threshold: 0.7045654963945799
        segmentation:
          min_duration_off: 0.0
      """;

  @TempDir Path folder;

  @Test
  void pipeline_becomes_a_descriptor_without_a_graph() throws Exception {
    var descriptor = convert(CONFIG);

    assertThat(descriptor)
        .isEqualTo(
            new Diarization(
                "voxcrate-demo/segmentation",
                "voxcrate-demo/embedding",
                0.1,
                true,
                new Agglomerative(0.7045654963945799, 12),
                0.0));
    assertThat(folder.resolve("out/config.yaml")).hasContent(CONFIG);
    assertThat(folder.resolve("out/model.json")).exists();
    assertThat(folder.resolve("out/model.onnx")).doesNotExist();
  }

  @ParameterizedTest(name = "{1} for {0}")
  @CsvSource({
    "AgglomerativeClustering, VBxClustering, VX-CONVERT-007, plda",
    "AgglomerativeClustering, OracleClustering, VX-CONVERT-007, OracleClustering",
    "pipelines.SpeakerDiarization, pipelines.VoiceActivityDetection, VX-CONVERT-007, VoiceActivity",
    "AgglomerativeClustering, KMeansClustering, VX-CONVERT-007, the clustering 'KMeansClustering'",
    "method: centroid, method: average, VX-CONVERT-007, the linkage 'average'",
    "method: centroid, metric: euclidean, VX-CONVERT-007, metric",
    "min_duration_off: 0.0, threshold: 0.44, VX-CONVERT-007, sigmoid",
    "min_duration_off: 0.0, min_duration_on: 0.1, VX-CONVERT-007, min_duration_on",
    "threshold: 0.7045654963945799, threshold: high, VX-CONVERT-007, threshold",
    "min_cluster_size: 12, min_cluster_size: 1.5, VX-CONVERT-007, integer",
    "min_cluster_size: 12, min_cluster_size: 99999999999, VX-CONVERT-007, overflow",
    "voxcrate-demo/segmentation, ../../etc/passwd, VX-CONVERT-007, ORG/NAME",
    "voxcrate-demo/segmentation, $model/../segmentation, VX-CONVERT-007, $model/FOLDER",
    "voxcrate-demo/segmentation, $model/.., VX-CONVERT-007, $model/FOLDER",
    "version: 3.1.0, version: !!python/object/apply:os.system [id], VX-CONVERT-007, line 1"
  })
  void unusable_configuration_is_refused(String part, String change, String code, String reason) {
    assertThatThrownBy(() -> convert(CONFIG.replace(part, change)))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal -> {
              assertThat(refusal.problem().code().id()).isEqualTo(code);
              assertThat(refusal.problem().found()).contains(reason);
              assertThat(refusal.problem().doing()).contains("config.yaml");
            });
  }

  @Test
  void a_model_configuration_without_weights_is_no_pipeline() {
    assertThatThrownBy(() -> convert("model:\n  _target_: pyannote.audio.models.PyanNet\n"))
        .isInstanceOfSatisfying(
            ToolException.class,
            refusal ->
                assertThat(refusal.problem().code()).isEqualTo(ConvertCode.BAD_CONFIGURATION));
  }

  private Object convert(String config) throws Exception {
    var source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(source.resolve("config.yaml"), config);
    return Fixtures.convert(source, folder.resolve("out")).speech();
  }
}
