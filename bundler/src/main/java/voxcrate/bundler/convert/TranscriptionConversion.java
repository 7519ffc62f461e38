package voxcrate.bundler.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import voxcrate.bundle.Digest;
import voxcrate.bundler.convert.arch.WhisperDecoderExporter;
import voxcrate.bundler.convert.arch.WhisperEncoderExporter;
import voxcrate.bundler.convert.arch.WhisperShape;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Steps;
import voxcrate.bundler.convert.parity.TranscriptionParity;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.model.DecoderSizes;
import voxcrate.model.MelSpectrogram;
import voxcrate.model.ModelDescriptor.AlignmentHead;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.ModelDescriptor.Transcription;
import voxcrate.model.Precision;
import voxcrate.model.SpecialTokens;

/// Whisper, with the tensors' names of Transformers.
final class TranscriptionConversion implements CheckpointConversion {
  static final String ENCODER = "encoder.onnx";
  static final String DECODER = "decoder.onnx";

  /// Whatever a tokenizer may be kept in, of Transformers and of OpenAI.
  private static final List<String> TOKENIZER =
      List.of(
          "tokenizer.json",
          "vocab.json",
          "merges.txt",
          "added_tokens.json",
          "normalizer.json",
          "multilingual.tiktoken",
          "gpt2.tiktoken");

  /// What Transformers keeps beside the weights; a checkpoint of OpenAI has its sizes inside.
  private static final List<String> COMPANIONS =
      List.of(
          TransformersConfiguration.FILE_NAME,
          WhisperGeneration.FILE_NAME,
          WhisperFrontEnd.FILE_NAME);

  private final TensorStore weights;
  private final WhisperSettings settings;
  private final MelSpectrogram mel;
  private final SpecialTokens tokens;
  private final List<Integer> suppressed;
  private final List<Integer> suppressedFirst;
  private final AlignmentHeads alignmentHeads;
  private final List<String> tokenizer;
  private final List<String> missing;

  /// @param folder with what is there beside the weights
  /// @param published heads of the model, where it is known as one that was published
  /// @param companions what the source should have, beside a tokenizer
  private TranscriptionConversion(
      SourceFolder folder,
      TensorStore weights,
      WhisperSettings settings,
      AlignmentHeads published,
      List<String> companions) {
    this.weights = weights;
    this.settings = settings;
    this.mel = WhisperFrontEnd.read(folder, settings);
    var generation = WhisperGeneration.read(folder, settings);
    this.tokens = WhisperTokens.read(folder, settings.vocabulary(), generation.multilingual());
    this.suppressed = generation.suppressed();
    this.suppressedFirst = generation.suppressedFirst();
    this.alignmentHeads = generation.alignmentHeads().orElse(published);
    this.tokenizer = TOKENIZER.stream().filter(name -> folder.find(name).isPresent()).toList();
    this.missing = new ArrayList<>(folder.lacking(companions));
    if (tokenizer.isEmpty()) {
      missing.add(TOKENIZER.getFirst());
    }
  }

  static TranscriptionConversion of(TransformersConfiguration configuration, TensorStore weights) {
    var settings = configuration.whisper();
    WhisperShape.requireSame(weights, settings);
    return of(configuration.folder(), weights, settings);
  }

  static TranscriptionConversion of(
      SourceFolder folder, TensorStore weights, WhisperSettings settings) {
    return new TranscriptionConversion(
        folder, weights, settings, AlignmentHeads.UNKNOWN, COMPANIONS);
  }

  /// @param checkpoint digest of the file as OpenAI may have published it
  static TranscriptionConversion ofOpenAi(
      SourceFolder folder, TensorStore weights, WhisperSettings settings, Digest checkpoint) {
    return new TranscriptionConversion(
        folder, weights, settings, PublishedWhisper.alignmentHeads(checkpoint), List.of());
  }

  /// Both graphs need nothing but what the network has, and the network has nothing else: a tensor
  /// too many belongs to a part that would be left out.
  @Override
  public SequencedMap<String, OnnxGraph> export(Precision precision) {
    var used = new TreeSet<String>();
    var watched = weights.watched(used);
    var encoder = new WhisperEncoderExporter(watched, settings, precision, Steps.FUSED);
    var decoder = new WhisperDecoderExporter(watched, settings, precision, Steps.FUSED, heads());
    var graphs = new LinkedHashMap<String, OnnxGraph>();
    graphs.put(ENCODER, encoder.export());
    graphs.put(DECODER, decoder.export());
    var unused = new TreeSet<>(weights.names());
    unused.removeAll(used);
    if (!unused.isEmpty()) {
      throw Refusal.architecture(weights.file(), "a relative of Whisper: " + unused.first());
    }
    return CheckpointConversion.large(graphs);
  }

  /// Those that are known, or all of the upper half of the layers.
  private List<AlignmentHead> heads() {
    if (!alignmentHeads.heads().isEmpty()) {
      return alignmentHeads.heads();
    }
    return WhisperShape.upperHalf(settings.decoder().layers()).stream()
        .flatMap(this::heads)
        .toList();
  }

  private Stream<AlignmentHead> heads(int layer) {
    return IntStream.range(0, settings.decoder().heads())
        .mapToObj(head -> new AlignmentHead(layer, head));
  }

  @Override
  public Parity compare(Path converted, Precision precision, String name) {
    int samplesPerPosition = mel.windowSamples() / settings.audioPositions();
    return new TranscriptionParity(weights, settings, heads(), samplesPerPosition)
        .check(converted.resolve(ENCODER), converted.resolve(DECODER), precision, name);
  }

  @Override
  public List<String> missing() {
    return missing;
  }

  @Override
  public Transcription describe(ConvertedFiles files) {
    int heads = settings.decoder().heads();
    return new Transcription(
        files.graph(ENCODER),
        files.graph(DECODER),
        files.weights(),
        mel,
        new DecoderSizes(
            settings.decoder().layers(),
            heads,
            settings.width() / heads,
            settings.audioPositions(),
            settings.textPositions(),
            settings.vocabulary()),
        tokens,
        suppressed,
        suppressedFirst,
        alignmentHeads.heads(),
        alignmentHeads.source(),
        tokenizer);
  }
}
