package voxcrate.bundler.convert.parity;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.refusal.Refusal;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.model.ModelDescriptor.AlignmentHead;
import voxcrate.model.ModelDescriptor.Parity;
import voxcrate.model.Precision;

/// Compares a converted Whisper with [ReferenceWhisper] on 64 positions of audio and four tokens:
/// all tokens at once, and one after the other with what the decoder remembers.
public final class TranscriptionParity {
  private static final int POSITIONS = 64;
  private static final int TOKENS = 4;
  private static final String RELATIVE = ", relative to their root mean square";
  private static final String OUTPUTS = "logits and alignment scores";

  /// Rounding stays below 1e-5 for random weights at the sizes of large-v3-turbo, and comes to
  /// 1.2e-5 for the trained ones of tiny.en; the rest is for larger models, whose channels are of
  /// very different size. Exchanged heads, bands or positions move even a small network of random
  /// weights by more than 1e-2.
  private static final double TOLERANCE = 1e-3;

  /// For each block of encoder and decoder, as each adds its rounding. That comes to 6e-7 for the
  /// trained weights of tiny.en, and to less for random ones. A GELU by the hyperbolic tangent,
  /// whose largest error is 5e-4, comes to 1e-3 a block in tiny.en, and to 2e-5 where it does
  /// least: in the decoder of a network of five narrow blocks.
  private static final double BLOCK_TOLERANCE = 1e-5;

  /// Random weights come to 0.001, at the sizes of the base model too.
  private static final double HALF_TOLERANCE = 0.01;

  /// Likewise for each block. Random weights come to 0.01 a block, and the trained ones of tiny.en,
  /// whose numbers are of very different size, to 0.05 on this noise. One wrong scale moves a
  /// network of five blocks by more than 0.3.
  private static final double CODED_BLOCK_TOLERANCE = 0.06;

  /// Of numbers that have nothing to do with each other the difference is 1.4.
  private static final double CODED_TOLERANCE = 0.7;

  private final TensorStore weights;
  private final WhisperSettings settings;
  private final List<AlignmentHead> heads;
  private final int samplesPerPosition;
  private final int positions;
  private final List<Integer> tokens;

  /// @param weights of the original, by the names of Transformers
  /// @param heads that the decoder's alignment holds, in its order
  public TranscriptionParity(
      TensorStore weights,
      WhisperSettings settings,
      List<AlignmentHead> heads,
      int samplesPerPosition) {
    this.weights = weights;
    this.settings = settings;
    this.heads = List.copyOf(heads);
    this.samplesPerPosition = samplesPerPosition;
    this.positions = Math.min(POSITIONS, settings.audioPositions());
    this.tokens = tokens(settings);
  }

  /// From all parts of the vocabulary.
  private static List<Integer> tokens(WhisperSettings settings) {
    int count = Math.min(TOKENS, settings.textPositions());
    return IntStream.range(0, count)
        .mapToObj(i -> (int) ((2L * i + 1) * settings.vocabulary() / (2L * count)))
        .toList();
  }

  /// @throws voxcrate.problem.ToolException when the graphs compute something else
  public Parity check(Path encoder, Path decoder, Precision precision, String name) {
    var mel = TestSignal.mel(settings.mels(), 2 * positions);
    var reference = new ReferenceWhisper(weights, settings);
    var expected = reference.decode(reference.encode(matrix(mel)), tokens, heads);
    var graphs = new WhisperGraphs(encoder, decoder, settings);
    try {
      var runs = graphs.decode(graphs.encode(mel), List.of(List.of(tokens), steps()));
      var differences = differences(precision, runs.getFirst(), runs.getLast(), expected);
      return Difference.orRefuse(name, OUTPUTS, differences);
    } catch (OrtException e) {
      throw Refusal.parity(name, "ONNX Runtime says: " + e.getMessage(), "a model that runs");
    }
  }

  private Matrix matrix(float[] mel) {
    var matrix = new Matrix(settings.mels(), 2 * positions);
    for (int i = 0; i < mel.length; i++) {
      matrix.numbers[i] = mel[i];
    }
    return matrix;
  }

  /// Two tokens together, then each alone.
  private List<List<Integer>> steps() {
    int together = Math.min(2, tokens.size());
    var alone = tokens.subList(together, tokens.size()).stream().map(List::of);
    return Stream.concat(Stream.of(tokens.subList(0, together)), alone).toList();
  }

  private List<Difference> differences(
      Precision precision,
      WhisperGraphs.Decoded atOnce,
      WhisperGraphs.Decoded stepwise,
      ReferenceWhisper.Decoded expected) {
    var logits = expected.logits().numbers;
    var scores = scores(expected);
    return Stream.of(
            differences(precision, "logits of all tokens at once", atOnce.logits, logits),
            differences(precision, "alignment scores of all tokens at once", atOnce.scores, scores),
            differences(precision, "logits of one token after the other", stepwise.logits, logits),
            differences(
                precision,
                "alignment scores of one token after the other",
                stepwise.scores,
                scores))
        .flatMap(List::stream)
        .toList();
  }

  /// tokens × heads × positions
  private double[] scores(ReferenceWhisper.Decoded expected) {
    return IntStream.range(0, tokens.size())
        .boxed()
        .flatMap(token -> heads.stream().map(head -> expected.scores(head).row(token)))
        .flatMapToDouble(DoubleStream::of)
        .toArray();
  }

  private List<Difference> differences(
      Precision precision, String output, float[] actual, double[] expected) {
    return switch (precision) {
      case F32 ->
          List.of(
              relative(output, actual, expected),
              inTheMean(output, actual, expected, blocks() * BLOCK_TOLERANCE));
      case F16 -> List.of(inTheMean(output, actual, expected, HALF_TOLERANCE));
      case INT8 ->
          List.of(
              inTheMean(
                  output,
                  actual,
                  expected,
                  Math.min(blocks() * CODED_BLOCK_TOLERANCE, CODED_TOLERANCE)));
    };
  }

  private int blocks() {
    return settings.encoder().layers() + settings.decoder().layers();
  }

  private Difference inTheMean(String output, float[] actual, double[] expected, double tolerance) {
    return Difference.ofMeanSquares(output, samples(), actual, expected, tolerance);
  }

  private Difference relative(String output, float[] actual, double[] expected) {
    double squares = DoubleStream.of(expected).map(number -> number * number).sum();
    double size = Math.sqrt(squares / expected.length);
    double largest = Difference.largest(actual, expected) / size;
    return new Difference(output, RELATIVE, samples(), largest, TOLERANCE);
  }

  private long samples() {
    return (long) positions * samplesPerPosition;
  }
}
