package voxcrate.bundler.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private static final List<String> FILES = List.of(CtcVocabulary.FILE_NAME, PREPROCESSOR);

  /// What Transformers assumes where a model does not say.
  private static final int USUAL_SAMPLE_RATE = 16_000;

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

  AlignmentConversion(TransformersConfiguration configuration, TensorStore weights) {
    this.folder = configuration.folder();
    this.weights = weights;
    this.settings = configuration.wav2vec2();
    this.shape = Wav2Vec2Shape.of(weights, settings);
    this.vocabulary = CtcVocabulary.read(folder, Wav2Vec2Shape.labels(weights));
    this.blank = configuration.blank();
    var preprocessor = ModelDocument.find(folder, PREPROCESSOR);
    this.sampleRate = sampleRate(preprocessor);
    this.normalised = preprocessor.map(file -> file.flag("do_normalize", true)).orElse(true);
    this.languages = folder.languages();
    checkFits(configuration);
  }

  private static int sampleRate(Optional<ModelDocument> preprocessor) {
    return preprocessor
        .map(file -> file.count("sampling_rate", USUAL_SAMPLE_RATE, 1, MAX_SAMPLE_RATE))
        .orElse(USUAL_SAMPLE_RATE);
  }

  /// Configuration and weights belong together, and a second of audio, on which the conversion is
  /// compared, has frames.
  private void checkFits(TransformersConfiguration configuration) {
    int blocks = Wav2Vec2Shape.blocks(weights);
    if (blocks != configuration.blocks()) {
      throw Refusal.architecture(
          weights.file(), blocks + " blocks where " + configuration.blocks() + " are configured");
    }
    if (blank >= vocabulary.labels().size()) {
      throw Refusal.configuration(
          configuration.file(), "the blank is class " + blank + ", which the head does not have");
    }
    if (shape.frameFieldSamples() > sampleRate) {
      throw Refusal.architecture(weights.file(), "frames longer than a second");
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
