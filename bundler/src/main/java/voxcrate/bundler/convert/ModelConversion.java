package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.checkpoint.LightningCheckpoint;
import voxcrate.bundler.convert.checkpoint.PickledModel;
import voxcrate.bundler.convert.checkpoint.PublishedFiles;
import voxcrate.bundler.convert.checkpoint.StateDictionary;
import voxcrate.bundler.convert.checkpoint.VoiceActivityFile;
import voxcrate.bundler.convert.checkpoint.WeightFiles;
import voxcrate.bundler.convert.checkpoint.WhisperCheckpoint;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.ShapeException;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.files.Durable;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.Provenance;
import voxcrate.model.ModelDescriptor.SpeechModel;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.ModelDescriptorCodec;
import voxcrate.model.Precision;
import voxcrate.progress.ProgressListener;

/// The way of one model from the folder in which it was given to the one that it goes to: what it
/// is, is told from the files that are there.
final class ModelConversion {
  /// Copied beside the converted model where the source has them.
  private static final List<String> COMPANIONS =
      List.of("config.yaml", "LICENSE", ModelCard.FILE_NAME);

  /// A protobuf message ends below 2 GiB; the nodes need some of it.
  private static final long MAX_CONSTANT_BYTES = (2L << 30) - (16 << 20);

  /// Of file names in one message.
  private static final int MOST_NAMED = 12;

  private final SourceModel source;
  private final SourceFolder folder;
  private final Path outDir;
  private final Precision precision;
  private final ProgressListener progress;

  ModelConversion(SourceModel source, Path outDir, Precision precision, ProgressListener progress) {
    this.source = source;
    this.folder = new SourceFolder(source.folder(), source.languages());
    this.outDir = outDir;
    this.precision = precision;
    this.progress = progress;
  }

  /// Leaves `outDir` complete.
  void run() throws IOException {
    var descriptor = converted();
    Files.createDirectories(outDir);
    copyCompanions(descriptor.speech());
    tell(descriptor);
    Durable.write(
        outDir.resolve(ModelDescriptor.FILE_NAME),
        ModelDescriptorCodec.write(descriptor),
        "rw-r--r--");
  }

  private ModelDescriptor converted() throws IOException {
    if (WeightFiles.areIn(folder.path())) {
      return ofSafetensors();
    }
    // Before the checkpoints: a training leaves its optimizer's state beside the weights, as .pt.
    var pickled = PickledModel.find(folder.path());
    if (pickled.isPresent()) {
      return ofPickled(pickled.get());
    }
    var openAi = WhisperCheckpoint.find(folder.path());
    if (openAi.isPresent()) {
      return ofOpenAi(openAi.get());
    }
    var voiceActivity = VoiceActivityFile.find(folder.path());
    return voiceActivity.isPresent() ? ofVoiceActivity(voiceActivity.get()) : ofPipeline();
  }

  private ModelDescriptor ofSafetensors() throws IOException {
    try (var files = WeightFiles.open(folder.path())) {
      var conversion = CheckpointConversion.of(folder, files.weights());
      return of(new Original(conversion, files.published(), files.published().digests()));
    }
  }

  private ModelDescriptor ofOpenAi(Path file) throws IOException {
    try (var checkpoint = WhisperCheckpoint.open(file);
        var rewritten = RewrittenWeights.of(checkpoint.weights(), outDir)) {
      var conversion =
          TranscriptionConversion.ofOpenAi(
              folder, rewritten.weights(), checkpoint.settings(), checkpoint.published().digest());
      return of(new Original(conversion, checkpoint.published(), rewritten.files()));
    }
  }

  private ModelDescriptor ofPickled(Path file) throws IOException {
    try (var model = PickledModel.open(file)) {
      return switch (model) {
        case LightningCheckpoint checkpoint ->
            of(new Original(CheckpointConversion.of(checkpoint), checkpoint.published(), Map.of()));
        case StateDictionary dictionary -> ofStateDictionary(dictionary);
      };
    }
  }

  private ModelDescriptor ofStateDictionary(StateDictionary dictionary) throws IOException {
    try (var rewritten = RewrittenWeights.of(dictionary.weights(), outDir)) {
      var conversion = CheckpointConversion.of(folder, rewritten.weights());
      return of(new Original(conversion, dictionary.published(), rewritten.files()));
    }
  }

  private ModelDescriptor ofVoiceActivity(Path file) throws IOException {
    try (var published = VoiceActivityFile.open(file)) {
      var conversion = new VoiceActivityConversion(published.weights());
      return of(new Original(conversion, PublishedFiles.of(file), Map.of()));
    }
  }

  private ModelDescriptor ofPipeline() throws IOException {
    var configuration =
        folder
            .find(PipelineConfiguration.FILE_NAME)
            .orElseThrow(() -> Refusal.emptyFolder(folder.path().toString()));
    return new PipelineConversion(source, folder, configuration)
        .convert(new Converter(precision), outDir, progress);
  }

  /// Weights that are open.
  ///
  /// @param weights digests of the files that graphs may point into
  private record Original(
      CheckpointConversion conversion, PublishedFiles published, Map<Path, Digest> weights) {}

  private ModelDescriptor of(Original original) throws IOException {
    var published = original.published();
    folder.use(published.main());
    published.digests().keySet().forEach(folder::use);
    var conversion = original.conversion();
    progress.note(source.name(), "building the graph");
    var suited = conversion.suited(precision);
    var graphs = graphs(conversion, suited, published.main());
    Files.createDirectories(outDir);
    Files.deleteIfExists(outDir.resolve(ModelDescriptor.FILE_NAME));
    try (var unfinished = ConversionFolder.in(outDir)) {
      var files = unfinished.write(graphs, original.weights());
      progress.note(source.name(), "comparing with the reference");
      var parity = conversion.compare(unfinished.path(), suited, source.name());
      unfinished.finish();
      var provenance =
          new Provenance(
              source.revision(),
              published.digest(),
              Converter.version(),
              source.licence(),
              suited,
              parity,
              conversion.missing());
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

  private void copyCompanions(SpeechModel model) throws IOException {
    var names = new ArrayList<>(COMPANIONS);
    if (model instanceof Transcription transcription) {
      names.addAll(transcription.tokenizer());
    }
    for (var name : names) {
      var file = folder.find(name);
      if (file.isPresent()) {
        Files.copy(file.get(), outDir.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void tell(ModelDescriptor descriptor) throws IOException {
    var missing = descriptor.provenance().missing();
    var ignored = folder.unused();
    if (!ignored.isEmpty()) {
      progress.note(source.name(), "ignored: " + named(ignored));
    }
    if (!missing.isEmpty()) {
      progress.warn(
          source.name(),
          "%s lacks %s: what published models have is assumed where it is known"
              .formatted(source.name(), named(missing)));
    }
    if (descriptor.speech() instanceof Alignment model && !model.namesLabels()) {
      progress.warn(
          source.name(),
          "no label of %s has a name: no words can be aligned with it before it is converted with"
                  .formatted(source.name())
              + " its vocabulary, "
              + CtcVocabulary.FILE_NAME);
    }
  }

  private static String named(List<String> files) {
    var some = String.join(", ", files.subList(0, Math.min(files.size(), MOST_NAMED)));
    return Refusal.printable(
        files.size() > MOST_NAMED ? some + " and " + (files.size() - MOST_NAMED) + " more" : some);
  }
}
