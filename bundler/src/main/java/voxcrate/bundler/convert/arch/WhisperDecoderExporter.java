package voxcrate.bundler.convert.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import voxcrate.bundler.convert.arch.DecoderBlock.Memory;
import voxcrate.bundler.convert.checkpoint.TensorStore;
import voxcrate.bundler.convert.onnx.Axis;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Steps;
import voxcrate.bundler.convert.onnx.Value;
import voxcrate.bundler.convert.settings.WhisperSettings;
import voxcrate.model.ModelDescriptor.AlignmentHead;
import voxcrate.model.Precision;

/// Whisper's decoder (Radford et al. 2022, figure 1, right) for steps of any number of tokens after
/// any number of earlier ones: tokens and their places become vectors, blocks look at the earlier
/// tokens and at the audio, and what comes out is held against every token of the vocabulary.
///
/// Who looks at whom is an input, so that several texts of one window can lie side by side in what
/// is remembered, share what they have in common, and never be moved.
public final class WhisperDecoderExporter {
  private final TensorStore weights;
  private final WhisperSettings settings;
  private final List<AlignmentHead> alignmentHeads;
  private final NamedLayers layers;
  private final OnnxGraph graph;
  private final Operators operators;

  /// @param alignmentHeads whose fit to the audio is an output, in the order of the layers
  public WhisperDecoderExporter(
      TensorStore weights,
      WhisperSettings settings,
      Precision precision,
      Steps steps,
      List<AlignmentHead> alignmentHeads) {
    this.weights = weights;
    this.settings = settings;
    this.alignmentHeads = List.copyOf(alignmentHeads);
    this.layers = new NamedLayers("WhisperDecoder", weights, precision, steps);
    this.graph = layers.graph();
    this.operators = layers.operators();
  }

  /// Inputs `tokens` and `places`, batch × new; `scored`, numbers of new tokens; `mask`, batch × 1
  /// × new × room; `from`, batch; `cross_key.N`, `cross_value.N`, batch × heads × positions × d,
  /// and
  /// `past_key.N`, `past_value.N`, batch × heads × room × d, for each layer N. Outputs `logits`,
  /// batch × scored × vocabulary; `present_key.N`, `present_value.N`; `alignment`, batch ×
  /// alignment heads × new × positions.
  public OnnxGraph export() {
    var tokens = whole("tokens", "batch", "new");
    var places = whole("places", "batch", "new");
    var scored = whole("scored", "scored");
    var mask =
        graph.input("mask", Axis.named("batch"), Axis.of(1), Axis.named("new"), Axis.named("room"));
    var order = new DecoderBlock.Order(layers.taken(mask), whole("from", "batch"));
    var audio = memories("cross", "positions");
    var past = memories("past", "room");

    var table = layers.table(WhisperShape.TOKENS, settings.vocabulary(), settings.width());
    var x = new Residual("placed", table.embedded("embedded", tokens), positions(places));
    var results = new ArrayList<DecoderBlock.Result>();
    for (int layer = 0; layer < settings.decoder().layers(); layer++) {
      var block = new DecoderBlock(layer, layers, settings.decoder().heads());
      var result = block.on(x, past.get(layer), audio.get(layer), order);
      results.add(result);
      x = result.x();
    }
    var norm = WhisperShape.DECODER + "layer_norm";
    var normal = layers.normed(norm, x, WhisperShape.NORM_EPSILON).normal();
    var wanted = operators.select("wanted", normal, 1, scored);
    graph.output(layers.given("logits", scores(table, wanted)));
    for (var result : results) {
      graph.output(result.present().keys());
      graph.output(result.present().values());
    }
    graph.output(layers.given("alignment", alignment(results)));
    return graph;
  }

  private Value whole(String name, String... axes) {
    return graph.input(
        name, Value.Kind.INT64, Stream.of(axes).map(Axis::named).toArray(Axis[]::new));
  }

  private List<Memory> memories(String name, String places) {
    return IntStream.range(0, settings.decoder().layers())
        .mapToObj(
            layer ->
                new Memory(
                    memory(name + "_key." + layer, places),
                    memory(name + "_value." + layer, places)))
        .toList();
  }

  private Value memory(String name, String places) {
    int heads = settings.decoder().heads();
    return graph.input(
        name,
        Axis.named("batch"),
        Axis.of(heads),
        Axis.named(places),
        Axis.of(settings.width() / heads));
  }

  private Value positions(Value places) {
    var name = WhisperShape.DECODER + "embed_positions";
    var all =
        layers.constants().stored(name + ".weight", settings.textPositions(), settings.width());
    return layers.taken(operators.rows("positions", all, places));
  }

  /// Against the vectors of all tokens; some models keep others for this than for the text.
  private Value scores(TokenTable table, Value x) {
    var name = layers.inside("logits");
    return weights.find(WhisperShape.HEAD).isPresent()
        ? layers.table(WhisperShape.HEAD, settings.vocabulary(), settings.width()).scores(name, x)
        : table.scores(name, x);
  }

  private Value alignment(List<DecoderBlock.Result> results) {
    var byLayer =
        alignmentHeads.stream()
            .collect(
                Collectors.groupingBy(AlignmentHead::layer, TreeMap::new, Collectors.toList()));
    var parts = new ArrayList<Value>();
    byLayer.forEach((layer, heads) -> parts.add(fit(results.get(layer), layer, heads)));
    return operators.concat(layers.inside("alignment"), 1, parts.toArray(Value[]::new));
  }

  private Value fit(DecoderBlock.Result result, int layer, List<AlignmentHead> heads) {
    var numbers = heads.stream().mapToLong(AlignmentHead::head).toArray();
    return operators.select("alignment." + layer, result.audioFit(), 1, numbers);
  }
}
