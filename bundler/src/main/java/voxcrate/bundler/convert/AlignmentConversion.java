package voxcrate.bundler.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import voxcrate.bundler.convert.arch.Wav2Vec2Exporter;
import voxcrate.bundler.convert.arch.Wav2Vec2Shape;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Steps;
import voxcrate.bundler.convert.parity.AlignmentParity;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.settings.Wav2Vec2Settings;
import voxcrate.model.ModelDescriptor.Alignment;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.Precision;

/// wav2vec 2.0 with a CTC head, as Transformers publishes it.
final class AlignmentConversion implements CheckpointConversion {
  private static final String PREPROCESSOR = "preprocessor_config.json";
  private static final List<String> FILES =
      List.of(TransformersConfiguration.FILE_NAME, CtcVocabulary.FILE_NAME, PREPROCESSOR);

  /// What Transformers assumes where a model does not say.
  private static final int USUAL_SAMPLE_RATE = 16_000;

  private static final int USUAL_BLANK = 0;
  private static final int MAX_SAMPLE_RATE = 192_000;

  private final SourceFolder folder;
  private final TensorStore weights;
  private final Wav2Vec2Settings settings;
  private final Wav2Vec2Shape shape;
  private final CtcVocabulary vocabulary;
  private final int blank;
  private final int sampleRate;
  private final boolean normalised;
  private final List<String> languages;

  /// @param blank class of it, where the model's configuration says so
  private AlignmentConversion(
      SourceFolder folder, TensorStore weights, Wav2Vec2Settings settings, OptionalInt blank) {
    this.folder = folder;
    this.weights = weights;
    this.settings = settings;
    this.shape = Wav2Vec2Shape.of(weights, settings);
    this.vocabulary = CtcVocabulary.read(folder, Wav2Vec2Shape.labels(weights));
    this.blank = blank.orElseGet(() -> vocabulary.padding().orElse(USUAL_BLANK));
    var preprocessor = ModelDocument.find(folder, PREPROCESSOR);
    this.sampleRate = sampleRate(preprocessor);
    this.normalised = preprocessor.map(file -> file.flag("do_normalize", true)).orElse(true);
    this.languages = folder.languages();
    if (shape.frameFieldSamples() > sampleRate) {
      // The conversion is compared on a second of audio.
      throw Refusal.architecture(weights.file(), "frames longer than a second");
    }
  }

  static AlignmentConversion of(TransformersConfiguration configuration, TensorStore weights) {
    var conversion =
        new AlignmentConversion(
            configuration.folder(),
            weights,
            configuration.wav2vec2(),
            OptionalInt.of(configuration.blank()));
    conversion.requireSame(configuration);
    return conversion;
  }

  /// Without a configuration: as the tensors say, and as published models are.
  static AlignmentConversion of(SourceFolder folder, TensorStore weights) {
    var settings = Wav2Vec2Shape.settings(weights);
    return new AlignmentConversion(folder, weights, settings, OptionalInt.empty());
  }

  private static int sampleRate(Optional<ModelDocument> preprocessor) {
    return preprocessor
        .map(file -> file.count("sampling_rate", USUAL_SAMPLE_RATE, 1, MAX_SAMPLE_RATE))
        .orElse(USUAL_SAMPLE_RATE);
  }

  /// Refuses the configuration of another network.
  private void requireSame(TransformersConfiguration configuration) {
    int blocks = Wav2Vec2Shape.blocks(weights);
    if (blocks != configuration.blocks()) {
      throw Refusal.architecture(
          weights.file(), blocks + " blocks where " + configuration.blocks() + " are configured");
    }
    if (blank >= vocabulary.labels().size()) {
      throw Refusal.configuration(
          configuration.file(), "the blank is class " + blank + ", which the head does not have");
    }
  }

  @Override
  public SequencedMap<String, OnnxGraph> export(Precision precision) {
    var graph = new Wav2Vec2Exporter(weights, settings, precision, Steps.FUSED).export();
    return CheckpointConversion.large(CheckpointConversion.alone(graph));
  }

  @Override
  public Parity compare(Path converted, Precision precision, String name) {
    return new AlignmentParity(weights, settings, sampleRate, normalised)
        .check(converted.resolve(Converter.MODEL), precision, name);
  }

  @Override
  public List<String> missing() {
    var missing = new ArrayList<>(folder.lacking(FILES));
    if (languages.isEmpty()) {
      missing.add(ModelCard.LANGUAGE);
    }
    return missing;
  }

  @Override
  public Alignment describe(ConvertedFiles files) {
    return new Alignment(
        files.graph(Converter.MODEL),
        files.weights(),
        sampleRate,
        normalised,
        Math.toIntExact(shape.frameStepSamples()),
        Math.toIntExact(shape.frameFieldSamples()),
        vocabulary.labels(),
        blank,
        vocabulary.wordSeparator(),
        languages);
  }
}
