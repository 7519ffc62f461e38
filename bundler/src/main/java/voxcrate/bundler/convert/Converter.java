package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.checkpoint.LightningCheckpoint;
import voxcrate.bundler.convert.checkpoint.PickledModel;
import voxcrate.bundler.convert.checkpoint.StateDictionary;
import voxcrate.bundler.convert.checkpoint.WeightFiles;
import voxcrate.bundler.convert.checkpoint.WhisperCheckpoint;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.ShapeException;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.files.Durable;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.model.ModelDescriptor.SpeechModel;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// Turns a model as its authors publish it into what the engine runs. Executes nothing that is in
/// the source; the same source gives the same bytes.
///
/// A converted folder is complete when it has its `model.json`, which is written last. The models
/// that a pipeline's repository holds come into folders below it.
public final class Converter {
  static final String MODEL = "model.onnx";

  /// Copied beside the converted model where the source has them.
  private static final List<String> COMPANIONS = List.of("config.yaml", "LICENSE", "README.md");

  /// A protobuf message ends below 2 GiB; the nodes need some of it.
  private static final long MAX_CONSTANT_BYTES = (2L << 30) - (16 << 20);

  private final Precision precision;

  /// @param precision of the graphs to be made
  public Converter(Precision precision) {
    this.precision = precision;
  }

  /// Converts into `outDir`, which is made if needed. Where it fails, a folder that was made for it
  /// is gone again.
  ///
  /// @throws voxcrate.problem.ToolException when the source is refused, or when the converted model
  ///     does not compute what the original does
  public ConvertedModel convert(SourceModel source, Path outDir, ProgressListener progress) {
    boolean existed = Files.exists(outDir);
    boolean done = false;
    try {
      try {
        var descriptor = convertFolder(source, outDir, progress);
        complete(source.folder(), descriptor, outDir);
        done = true;
      } finally {
        if (!done && !existed) {
          Durable.deleteTree(outDir);
        }
      }
      return ConvertedModel.in(outDir);
    } catch (IOException e) {
      throw Refusal.unwritable(outDir.toString(), e);
    }
  }

  private ModelDescriptor convertFolder(SourceModel source, Path outDir, ProgressListener progress)
      throws IOException {
    var folder = source.folder();
    if (WeightFiles.areIn(folder)) {
      return convertSafetensors(source, outDir, progress);
    }
    var openAi = WhisperCheckpoint.find(folder);
    if (openAi.isPresent()) {
      return convertOpenAi(source, openAi.get(), outDir, progress);
    }
    var pickled = folder.resolve(PickledModel.FILE_NAME);
    return Files.exists(pickled)
        ? convertPickled(source, pickled, outDir, progress)
        : convertPipeline(source, outDir, progress);
  }

  private ModelDescriptor convertSafetensors(
      SourceModel source, Path outDir, ProgressListener progress) throws IOException {
    try (var files = WeightFiles.open(source.folder())) {
      var conversion = CheckpointConversion.of(source.folder(), files.weights());
      var original = new Original(conversion, files.path(), files.digest(), files.files());
      return convertWeights(source, original, outDir, progress);
    }
  }

  private ModelDescriptor convertOpenAi(
      SourceModel source, Path file, Path outDir, ProgressListener progress) throws IOException {
    try (var checkpoint = WhisperCheckpoint.open(file);
        var rewritten = RewrittenWeights.of(checkpoint.weights(), outDir)) {
      var conversion =
          new TranscriptionConversion(source.folder(), rewritten.weights(), checkpoint.settings());
      var original = new Original(conversion, file, Digest.of(file), rewritten.files());
      return convertWeights(source, original, outDir, progress);
    }
  }

  private ModelDescriptor convertPickled(
      SourceModel source, Path file, Path outDir, ProgressListener progress) throws IOException {
    try (var model = PickledModel.open(file)) {
      return switch (model) {
        case LightningCheckpoint checkpoint -> {
          var conversion = CheckpointConversion.of(checkpoint);
          var original = new Original(conversion, file, Digest.of(file), Map.of());
          yield convertWeights(source, original, outDir, progress);
        }
        case StateDictionary dictionary ->
            convertRewritten(source, dictionary, file, outDir, progress);
      };
    }
  }

  private ModelDescriptor convertRewritten(
      SourceModel source,
      StateDictionary dictionary,
      Path file,
      Path outDir,
      ProgressListener progress)
      throws IOException {
    try (var rewritten = RewrittenWeights.of(dictionary.weights(), outDir)) {
      var conversion = CheckpointConversion.of(source.folder(), rewritten.weights());
      var original = new Original(conversion, file, Digest.of(file), rewritten.files());
      return convertWeights(source, original, outDir, progress);
    }
  }

  /// Weights that are open.
  ///
  /// @param file as the operator knows it
  /// @param weights digests of the files that graphs may point into
  private record Original(
      CheckpointConversion conversion, Path file, Digest digest, Map<Path, Digest> weights) {}

  private ModelDescriptor convertWeights(
      SourceModel source, Original original, Path outDir, ProgressListener progress)
      throws IOException {
    var conversion = original.conversion();
    progress.note(source.name(), "building the graph");
    var suited = conversion.suited(precision);
    var graphs = graphs(conversion, suited, original.file());
    Files.createDirectories(outDir);
    Files.deleteIfExists(outDir.resolve(ModelDescriptor.FILE_NAME));
    try (var folder = ConversionFolder.in(outDir)) {
      var files = folder.write(graphs, original.weights());
      progress.note(source.name(), "comparing with the reference");
      var parity = conversion.compare(folder.path(), suited, source.name());
      folder.finish();
      var provenance =
          new Provenance(
              source.revision(), original.digest(), version(), source.licence(), suited, parity);
      return new ModelDescriptor(source.name(), provenance, conversion.describe(files));
    }
  }

  static SequencedMap<String, OnnxGraph> graphs(
      CheckpointConversion conversion, Precision precision, Path file) {
    try {
      var graphs = conversion.export(precision);
      graphs.values().forEach(graph -> checkSize(graph, file));
      return graphs;
    } catch (ShapeException e) {
      throw Refusal.architecture(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static void checkSize(OnnxGraph graph, Path file) {
    if (graph.constantBytes() > MAX_CONSTANT_BYTES) {
      throw Refusal.architecture(
          file.toString(), graph.constantBytes() + " bytes of weights, more than one graph holds");
    }
  }

  private ModelDescriptor convertPipeline(
      SourceModel source, Path outDir, ProgressListener progress) throws IOException {
    if (!Files.exists(source.folder().resolve(PipelineConfiguration.FILE_NAME))) {
      throw Refusal.emptyFolder(source.folder().toString());
    }
    return new PipelineConversion(source, this).convert(outDir, progress);
  }

  private static void complete(Path folder, ModelDescriptor descriptor, Path outDir)
      throws IOException {
    Files.createDirectories(outDir);
    copyCompanions(folder, descriptor.speech(), outDir);
    Durable.write(
        outDir.resolve(ModelDescriptor.FILE_NAME),
        ModelDescriptorCodec.write(descriptor),
        "rw-r--r--");
  }

  private static void copyCompanions(Path folder, SpeechModel model, Path outDir)
      throws IOException {
    var names = new ArrayList<>(COMPANIONS);
    if (model instanceof Transcription transcription) {
      names.addAll(transcription.tokenizer());
    }
    for (var name : names) {
      if (Files.isRegularFile(folder.resolve(name))) {
        Files.copy(folder.resolve(name), outDir.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// What is written into every converted model, such as `voxcrate 0.1.0`.
  public static String version() {
    return "voxcrate " + (isReleased() ? number() : "development");
  }

  /// Whether this is a built version; run from class files, its code may change without a number.
  public static boolean isReleased() {
    return number() != null;
  }

  private static @Nullable String number() {
    return Converter.class.getPackage().getImplementationVersion();
  }
}
