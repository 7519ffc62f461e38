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
  private final SourceFolder folder;
  private final Path configurationFile;
  private final PipelineConfiguration configuration;
  private final Optional<PldaConversion> plda;
  private final Diarization pipeline;

  /// @throws voxcrate.problem.ToolException when configuration or PLDA are refused
  PipelineConversion(SourceModel source, SourceFolder folder, Path configurationFile) {
    this.source = source;
    this.folder = folder;
    this.configurationFile = configurationFile;
    this.configuration = PipelineConfiguration.read(configurationFile);
    this.plda =
        configuration.pldaFolder().map(part -> new PldaConversion(folder.path().resolve(part)));
    this.pipeline = configuration.diarization(source.name(), plda.map(PldaConversion::describe));
  }

  /// @param converter of the models that the repository holds
  ModelDescriptor convert(Converter converter, Path outDir, ProgressListener progress)
      throws IOException {
    var parity = plda.map(conversion -> conversion.compare(source.name())).orElse(null);
    var descriptor = new ModelDescriptor(source.name(), provenance(parity), pipeline);
    Files.deleteIfExists(outDir.resolve(ModelDescriptor.FILE_NAME));
    for (var part : descriptor.parts()) {
      folder.use(folder.path().resolve(part));
      checkFits(converted(part, converter, outDir.resolve(part), progress));
    }
    if (plda.isPresent()) {
      plda.get().sources().forEach(folder::use);
      plda.get().write(outDir);
    }
    return descriptor;
  }

  /// Only weights: a pipeline does not hold pipelines.
  private ModelDescriptor converted(
      String part, Converter converter, Path outDir, ProgressListener progress) {
    var partFolder = folder.path().resolve(part);
    if (!Files.exists(partFolder.resolve(PickledModel.FILE_NAME))) {
      throw Refusal.emptyFolder(partFolder.toString());
    }
    var name = source.name() + "/" + part;
    var model = new SourceModel(name, source.revision(), source.licence(), partFolder);
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
    if (plda.isEmpty()) {
      return Digest.of(configurationFile);
    }
    var files = new ArrayList<>(List.of(configurationFile));
    files.addAll(plda.get().sources());
    return Digest.of(
        files.stream()
            .map(file -> Digest.of(file).hex() + "  " + folder.path().relativize(file) + "\n")
            .collect(Collectors.joining()));
  }
}
