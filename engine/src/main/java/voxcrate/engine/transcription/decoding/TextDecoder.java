package voxcrate.engine.transcription.decoding;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import voxcrate.engine.onnx.BoundGraph;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.model.ModelDescriptor.Transcription;

/// The decoder's graph, by the names that [Transcription] states. Owns it. Not thread-safe: one
/// [DecoderRun] at a time.
public final class TextDecoder implements AutoCloseable {
  static final String TOKENS = "tokens";
  static final String PLACES = "places";
  static final String SCORED = "scored";
  static final String MASK = "mask";
  static final String FROM = "from";
  static final String LOGITS = "logits";
  static final String ALIGNMENT = "alignment";
  static final String CROSS_KEY = "cross_key.";
  static final String CROSS_VALUE = "cross_value.";
  static final String PAST_KEY = "past_key.";
  static final String PAST_VALUE = "past_value.";
  static final String PRESENT_KEY = "present_key.";
  static final String PRESENT_VALUE = "present_value.";

  private final Transcription model;
  private final BoundGraph graph;
  private final boolean onCard;

  private TextDecoder(Transcription model, BoundGraph graph, boolean onCard) {
    this.model = model;
    this.graph = graph;
    this.onCard = onCard;
  }

  public static TextDecoder open(Path folder, Transcription model, ExecutionTarget target) {
    int layers = model.sizes().layers();
    var inputs = new HashSet<>(Set.of(TOKENS, PLACES, SCORED, MASK, FROM));
    inputs.addAll(byLayer(layers, CROSS_KEY, CROSS_VALUE, PAST_KEY, PAST_VALUE));
    var outputs = new HashSet<>(Set.of(LOGITS, ALIGNMENT));
    outputs.addAll(byLayer(layers, PRESENT_KEY, PRESENT_VALUE));
    return new TextDecoder(
        model,
        BoundGraph.open(folder, model.decoder(), model.weights(), inputs, outputs, target),
        target instanceof ExecutionTarget.Cuda);
  }

  private static Set<String> byLayer(int layers, String... names) {
    return IntStream.range(0, layers)
        .boxed()
        .flatMap(layer -> Stream.of(names).map(name -> name + layer))
        .collect(Collectors.toSet());
  }

  Transcription model() {
    return model;
  }

  boolean isOnCard() {
    return onCard;
  }

  BoundGraph graph() {
    return graph;
  }

  /// Begins the texts of windows, each with a prompt.
  DecoderRun begin(HeardAudio audio, List<List<Integer>> prompts) {
    return new DecoderRun(this, audio, prompts);
  }

  @Override
  public void close() {
    graph.close();
  }
}
