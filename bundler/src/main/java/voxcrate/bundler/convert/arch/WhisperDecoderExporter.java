package voxcrate.bundler.convert.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import voxcrate.bundler.convert.arch.DecoderBlock.Memory;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.Axis;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.model.ModelDescriptor.AlignmentHead;
import voxcrate.model.Precision;

/// Whisper's decoder (Radford et al. 2022, figure 1, right) for steps of any number of tokens after
/// any number of earlier ones: tokens and their positions become vectors, blocks look at the
/// earlier tokens and at the audio, and what comes out is held against every token of the
/// vocabulary.
public final class WhisperDecoderExporter {
  private final TensorStore weights;
  private final WhisperSettings settings;
  private final List<AlignmentHead> alignmentHeads;
  private final OnnxGraph graph = new OnnxGraph("WhisperDecoder");
  private final Operators operators = new Operators(graph);
  private final PointedConstants constants;
  private final NamedLayers layers;

  /// @param alignmentHeads whose fit to the audio is an output, in the order of the layers
  public WhisperDecoderExporter(
      TensorStore weights,
      WhisperSettings settings,
      Precision precision,
      List<AlignmentHead> alignmentHeads) {
    this.weights = weights;
    this.settings = settings;
    this.alignmentHeads = List.copyOf(alignmentHeads);
    this.constants = new PointedConstants(weights, graph, operators);
    this.layers = new NamedLayers(precision, weights, constants, operators);
  }

  /// Inputs `tokens`, batch × new; `cross_key.N`, `cross_value.N`, `past_key.N`, `past_value.N` for
  /// each layer N, batch × heads × places × d. Outputs `logits`, batch × new × vocabulary;
  /// `present_key.N`, `present_value.N`; `alignment`, batch × alignment heads × new × positions.
  public OnnxGraph export() {
    var tokens = graph.input("tokens", Value.Kind.INT64, Axis.named("batch"), Axis.named("new"));
    var audio = memories("cross", "audio_batch", "positions");
    var past = memories("past", "batch", "past");
    var from = operators.size("past", past.getFirst().keys(), 2);
    var count = operators.size("new", tokens, 1);
    var to = operators.add("total", from, count);

    var table = constants.stored(WhisperShape.TOKENS, settings.vocabulary(), settings.width());
    var x = operators.add("placed", embedded(table, tokens), positions(from, to));
    var mask = mask(count, from, to);
    var results = new ArrayList<DecoderBlock.Result>();
    for (int layer = 0; layer < settings.decoder().layers(); layer++) {
      var block = new DecoderBlock(layer, layers, settings.decoder().heads());
      var result = block.on(x, past.get(layer), audio.get(layer), mask);
      results.add(result);
      x = result.x();
    }
    var normal =
        layers.layerNorm(WhisperShape.DECODER + "layer_norm", x, WhisperShape.NORM_EPSILON);
    graph.output(operators.linearAsStored("logits", normal, head(table)));
    for (var result : results) {
      graph.output(result.present().keys());
      graph.output(result.present().values());
    }
    graph.output(alignment(results));
    return graph;
  }

  /// Names of the tensors that the graph needs.
  public Set<String> tensors() {
    return constants.used();
  }

  private List<Memory> memories(String name, String batch, String places) {
    return IntStream.range(0, settings.decoder().layers())
        .mapToObj(
            layer ->
                new Memory(
                    memory(name + "_key." + layer, batch, places),
                    memory(name + "_value." + layer, batch, places)))
        .toList();
  }

  private Value memory(String name, String batch, String places) {
    int heads = settings.decoder().heads();
    return graph.input(
        name,
        Axis.named(batch),
        Axis.of(heads),
        Axis.named(places),
        Axis.of(settings.width() / heads));
  }

  /// The few rows that are needed, before their precision changes.
  private Value embedded(Value table, Value tokens) {
    return operators.single("embedded", operators.rows("embedded.stored", table, tokens));
  }

  private Value positions(Value from, Value to) {
    var name = WhisperShape.DECODER + "embed_positions";
    var all = constants.of(name + ".weight", settings.textPositions(), settings.width());
    return operators.slice(name, all, from, to);
  }

  /// New × total: -∞ right of the place where each new token stands.
  private Value mask(Value count, Value from, Value to) {
    var hidden = operators.filled("hidden", Float.NEGATIVE_INFINITY, count, to);
    var next = operators.add("next", from, operators.integers("one", 1));
    return operators.upperTriangle("mask", hidden, next);
  }

  /// Vocabulary × width; usually the token table.
  private Value head(Value table) {
    if (weights.find(WhisperShape.HEAD).isPresent()) {
      return constants.of(WhisperShape.HEAD, settings.vocabulary(), settings.width());
    }
    return operators.single("head", table);
  }

  private Value alignment(List<DecoderBlock.Result> results) {
    var byLayer =
        alignmentHeads.stream()
            .collect(
                Collectors.groupingBy(AlignmentHead::layer, TreeMap::new, Collectors.toList()));
    var parts = new ArrayList<Value>();
    byLayer.forEach((layer, heads) -> parts.add(fit(results.get(layer), layer, heads)));
    return operators.concat("alignment", 1, parts.toArray(Value[]::new));
  }

  private Value fit(DecoderBlock.Result result, int layer, List<AlignmentHead> heads) {
    var numbers = heads.stream().mapToLong(AlignmentHead::head).toArray();
    return operators.select("alignment." + layer, result.audioFit(), 1, numbers);
  }
}
