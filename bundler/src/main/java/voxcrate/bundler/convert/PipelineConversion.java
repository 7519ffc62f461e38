package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.checkpoint.PickledModel;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Diarization;
import voxcrate.model.ModelDescriptor.Embedding;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.model.ModelDescriptor.Segmentation;
import voxcrate.progress.ProgressListener;

/// A pipeline: its configuration, and the models and the PLDA that its repository holds. Those come
/// into folders of the same names, each with a `model.json` of its own.
final class PipelineConversion {
  private final SourceModel source;
  private final Converter converter;
  private final PipelineConfiguration configuration;
  private final Optional<PldaConversion> plda;
  private final Diarization pipeline;

  /// @param converter of the models that the repository holds
  /// @throws voxcrate.problem.ToolException when configuration or PLDA are refused
  PipelineConversion(SourceModel source, Converter converter) {
    this.source = source;
    this.converter = converter;
    this.configuration =
        PipelineConfiguration.read(source.folder().resolve(PipelineConfiguration.FILE_NAME));
    this.plda =
        configuration
            .pldaFolder()
            .map(folder -> new PldaConversion(source.folder().resolve(folder)));
    this.pipeline = configuration.diarization(source.name(), plda.map(PldaConversion::describe));
  }

  ModelDescriptor convert(Path outDir, ProgressListener progress) throws IOException {
    var parity = plda.map(conversion -> conversion.compare(source.name())).orElse(null);
    var descriptor = new ModelDescriptor(source.name(), provenance(parity), pipeline);
    Files.deleteIfExists(outDir.resolve(ModelDescriptor.FILE_NAME));
    for (var part : descriptor.parts()) {
      checkFits(convertPart(part, outDir.resolve(part), progress));
    }
    if (plda.isPresent()) {
      plda.get().write(outDir);
    }
    return descriptor;
  }

  /// Only weights: a pipeline does not hold pipelines.
  private ModelDescriptor convertPart(String part, Path outDir, ProgressListener progress) {
    var folder = source.folder().resolve(part);
    if (!Files.exists(folder.resolve(PickledModel.FILE_NAME))) {
      throw Refusal.emptyFolder(folder.toString());
    }
    var name = source.name() + "/" + part;
    var model = new SourceModel(name, source.revision(), source.licence(), folder);
    return converter.convert(model, outDir, progress).descriptor();
  }

  private void checkFits(ModelDescriptor part) {
    if (part.name().equals(pipeline.segmentation()) && !(part.speech() instanceof Segmentation)) {
      throw configuration.refuse(part.name() + " is no model for segmentation");
    }
    if (part.name().equals(pipeline.embedding())) {
      if (!(part.speech() instanceof Embedding embedding)) {
        throw configuration.refuse(part.name() + " is no model for embedding");
      }
      checkDimension(embedding);
    }
  }

  private void checkDimension(Embedding embedding) {
    var taken = plda.map(conversion -> conversion.describe().inputDimension());
    if (taken.isPresent() && taken.get() != embedding.dimension()) {
      throw configuration.refuse(
          "the PLDA takes embeddings of %d numbers, and %s gives %d"
              .formatted(taken.get(), pipeline.embedding(), embedding.dimension()));
    }
  }

  private Provenance provenance(@Nullable Parity parity) {
    return new Provenance(
        source.revision(), digest(), Converter.version(), source.licence(), null, parity);
  }

  /// Of the configuration, and with a PLDA of the list of all its files.
  private Digest digest() {
    var configurationFile = source.folder().resolve(PipelineConfiguration.FILE_NAME);
    if (plda.isEmpty()) {
      return Digest.of(configurationFile);
    }
    var files = new ArrayList<>(List.of(configurationFile));
    files.addAll(plda.get().sources());
    return Digest.of(
        files.stream()
            .map(file -> Digest.of(file).hex() + "  " + source.folder().relativize(file) + "\n")
            .collect(Collectors.joining()));
  }
}
