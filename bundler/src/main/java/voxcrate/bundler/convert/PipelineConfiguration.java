package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.yaml.YamlException;
import voxcrate.bundler.convert.yaml.YamlReader;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.model.ModelDescriptor.Agglomerative;
import voxcrate.model.ModelDescriptor.Diarization;

/// A pipeline's `config.yaml`: which two models, and the parameters of clustering.
final class PipelineConfiguration {
  static final String FILE_NAME = "config.yaml";

  private static final String PIPELINE = "SpeakerDiarization";
  private static final long MAX_BYTES = 64 << 10;
  private static final Pattern MODEL_NAME = Pattern.compile("[\\w.-]+/[\\w.-]+");

  /// pyannote's default, a tenth of the window.
  private static final double DEFAULT_STEP = 0.1;

  private final String file;
  private final Json.Obj root;

  private PipelineConfiguration(String file, Json.Obj root) {
    this.file = file;
    this.root = root;
  }

  static PipelineConfiguration read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw Refusal.configuration(file.toString(), "a file of " + Files.size(file) + " bytes");
      }
      return new PipelineConfiguration(file.toString(), YamlReader.read(Files.readString(file)));
    } catch (IOException e) {
      throw Refusal.unreadable(file.toString(), e);
    } catch (YamlException e) {
      throw Refusal.configuration(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  Diarization diarization() {
    try {
      checkPipeline();
      return diarization(root.object("pipeline").object("params"), root.object("params"));
    } catch (JsonException e) {
      throw Refusal.configuration(file, String.valueOf(e.getMessage()));
    }
  }

  private void checkPipeline() {
    var pipeline = root.object("pipeline");
    var name = pipeline.text("name");
    if (!name.equals(PIPELINE) && !name.endsWith("." + PIPELINE)) {
      throw Refusal.configuration(file, "the pipeline '" + name + "', not " + PIPELINE);
    }
    var clustering = pipeline.object("params").text("clustering");
    switch (clustering) {
      case "AgglomerativeClustering" -> {}
      case "VBxClustering" ->
          throw Refusal.notYet(
              file,
              "VBxClustering, the form of speaker-diarization-community-1",
              "use pyannote/speaker-diarization-3.1 with this version");
      case String other -> throw Refusal.configuration(file, "the clustering '" + other + "'");
    }
  }

  private Diarization diarization(Json.Obj models, Json.Obj parameters) {
    var clustering = parameters.object("clustering");
    if (clustering.find("method").isPresent() && !clustering.text("method").equals("centroid")) {
      throw Refusal.configuration(file, "the linkage '" + clustering.text("method") + "'");
    }
    return new Diarization(
        modelName(models, "segmentation"),
        modelName(models, "embedding"),
        models.find("segmentation_step").isPresent()
            ? models.decimal("segmentation_step")
            : DEFAULT_STEP,
        models.find("embedding_exclude_overlap").isPresent()
            && models.flag("embedding_exclude_overlap"),
        new Agglomerative(
            clustering.decimal("threshold"),
            Math.toIntExact(clustering.integer("min_cluster_size"))),
        parameters.object("segmentation").decimal("min_duration_off"));
  }

  private String modelName(Json.Obj models, String role) {
    var name = models.text(role);
    if (!MODEL_NAME.matcher(name).matches()) {
      throw Refusal.configuration(file, role + " is '" + name + "', not of the form ORG/NAME");
    }
    return name;
  }
}
