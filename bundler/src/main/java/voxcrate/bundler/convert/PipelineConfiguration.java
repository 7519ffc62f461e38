package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.yaml.YamlException;
import voxcrate.bundler.convert.yaml.YamlReader;
import voxcrate.json.Json;
import voxcrate.json.JsonException;
import voxcrate.model.ModelDescriptor.Agglomerative;
import voxcrate.model.ModelDescriptor.Clustering;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Plda;
import voxcrate.model.ModelDescriptor.Vbx;
import voxcrate.problem.ToolException;

/// A pipeline's `config.yaml`: which two models, and how it clusters.
final class PipelineConfiguration {
  static final String FILE_NAME = "config.yaml";

  private static final String PIPELINE = "SpeakerDiarization";
  private static final long MAX_BYTES = 64 << 10;
  private static final String AGGLOMERATIVE = "AgglomerativeClustering";
  private static final String VBX = "VBxClustering";
  private static final Set<String> CLUSTERINGS = Set.of(AGGLOMERATIVE, VBX);

  private static final Pattern MODEL_NAME = Pattern.compile("[\\w.-]+/[\\w.-]+");

  /// What stands for the pipeline's own repository.
  private static final String OWN = "$model/";

  private static final Pattern OWN_FOLDER = Pattern.compile("\\$model/(\\w[\\w.-]*)");

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

  /// The folder of the repository that holds the PLDA, if the clustering needs one.
  ///
  /// @throws voxcrate.problem.ToolException when it is elsewhere
  Optional<String> pldaFolder() {
    return ask(
        () ->
            clusteringName().equals(VBX)
                ? Optional.of(folder("plda", models().text("plda")))
                : Optional.empty());
  }

  /// The descriptor; models that the repository holds are named by its name and their folder.
  ///
  /// @param repository name of the pipeline
  /// @param plda what the clustering needs; empty where [#pldaFolder] is
  /// @throws voxcrate.problem.ToolException when the pipeline is of another kind
  Diarization diarization(String repository, Optional<Plda> plda) {
    return ask(() -> diarization(repository, plda, root.object("params")));
  }

  private Diarization diarization(String repository, Optional<Plda> plda, Json.Obj parameters) {
    var models = models();
    return new Diarization(
        modelName(repository, "segmentation"),
        modelName(repository, "embedding"),
        models.find("segmentation_step").isPresent()
            ? models.decimal("segmentation_step")
            : DEFAULT_STEP,
        models.find("embedding_exclude_overlap").isPresent()
            && models.flag("embedding_exclude_overlap"),
        clustering(parameters.object("clustering"), plda),
        minDurationOff(parameters.object("segmentation")));
  }

  private double minDurationOff(Json.Obj segmentation) {
    if (segmentation.find("threshold").isPresent()) {
      throw refuse(
          "a threshold of the segmentation, which only models that score each speaker with a"
              + " sigmoid have, as before version 3.0");
    }
    segmentation.only("min_duration_off");
    return segmentation.decimal("min_duration_off");
  }

  private Clustering clustering(Json.Obj parameters, Optional<Plda> plda) {
    return plda.isPresent() ? vbx(parameters, plda.get()) : agglomerative(parameters);
  }

  private Vbx vbx(Json.Obj parameters, Plda plda) {
    parameters.only("threshold", "Fa", "Fb");
    return new Vbx(
        parameters.decimal("threshold"),
        positive(parameters, "Fa"),
        positive(parameters, "Fb"),
        plda);
  }

  private double positive(Json.Obj parameters, String name) {
    double value = parameters.decimal(name);
    if (!(value > 0)) {
      throw refuse(name + " is " + value);
    }
    return value;
  }

  private Agglomerative agglomerative(Json.Obj parameters) {
    parameters.only("method", "min_cluster_size", "threshold");
    if (parameters.find("method").isPresent() && !parameters.text("method").equals("centroid")) {
      throw refuse("the linkage '" + parameters.text("method") + "'");
    }
    return new Agglomerative(
        parameters.decimal("threshold"), Math.toIntExact(parameters.integer("min_cluster_size")));
  }

  /// The members of a pipeline that is of the one kind we know.
  private Json.Obj models() {
    var pipeline = root.object("pipeline");
    var name = pipeline.text("name");
    if (!name.equals(PIPELINE) && !name.endsWith("." + PIPELINE)) {
      throw refuse("the pipeline '" + name + "', not " + PIPELINE);
    }
    return pipeline.object("params");
  }

  private String clusteringName() {
    var clustering = models().text("clustering");
    if (!CLUSTERINGS.contains(clustering)) {
      throw refuse("the clustering '" + clustering + "'");
    }
    return clustering;
  }

  private String modelName(String repository, String role) {
    var place = models().text(role);
    if (place.startsWith(OWN)) {
      return repository + "/" + folder(role, place);
    }
    if (!MODEL_NAME.matcher(place).matches()) {
      throw refuse(role + " is '" + place + "', not of the form ORG/NAME or $model/FOLDER");
    }
    return place;
  }

  private String folder(String role, String place) {
    var folder = OWN_FOLDER.matcher(place);
    if (!folder.matches()) {
      throw refuse(role + " is '" + place + "', not of the form $model/FOLDER");
    }
    return folder.group(1);
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (JsonException | ArithmeticException e) {
      throw refuse(String.valueOf(e.getMessage()));
    }
  }

  ToolException refuse(String found) {
    return Refusal.configuration(file, found);
  }
}
