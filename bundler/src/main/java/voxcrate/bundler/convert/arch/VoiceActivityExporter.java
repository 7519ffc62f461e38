package voxcrate.bundler.convert.arch;

import java.util.Arrays;
import java.util.List;
import voxcrate.bundler.convert.checkpoint.Tensor;
import voxcrate.bundler.convert.checkpoint.VoiceActivityWeights;
import voxcrate.bundler.convert.checkpoint.VoiceActivityWeights.Layer;
import voxcrate.bundler.convert.checkpoint.VoiceActivityWeights.Memory;
import voxcrate.bundler.convert.onnx.Axis;
import voxcrate.bundler.convert.onnx.OnnxGraph;
import voxcrate.bundler.convert.onnx.Operators;
import voxcrate.bundler.convert.onnx.Operators.Sliding;
import voxcrate.bundler.convert.onnx.Value;

/// Silero's voice activity network (version 5): a spectrum by convolution, four convolutions over
/// its bands, a long short-term memory from window to window, one number.
///
/// The windows of a recording are the frames of one sequence here: however many come at once, the
/// memory goes through them in order, and the convolutions see all of them together.
public final class VoiceActivityExporter {
  private final VoiceActivityWeights weights;
  private final VoiceActivityShape shape;
  private final OnnxGraph graph = new OnnxGraph("SileroVAD");
  private final Operators operators = new Operators(graph);

  public VoiceActivityExporter(VoiceActivityWeights weights) {
    this.weights = weights;
    this.shape = VoiceActivityShape.of(weights);
  }

  /// Inputs `waveform`, windows × samples, `hidden` and `cell`, 1 × 1 × size; outputs
  /// `probabilities`, windows × 1, `hidden_after` and `cell_after`.
  public OnnxGraph export() {
    var samples = Axis.of(shape.contextSamples() + shape.windowSamples());
    var waveform = graph.input("waveform", Axis.named("windows"), samples);
    var size = Axis.of(weights.memory().size());
    var hidden = graph.input("hidden", Axis.of(1), Axis.of(1), size);
    var cell = graph.input("cell", Axis.of(1), Axis.of(1), size);
    var bands = spectrum(waveform); // windows × bands × frames
    var features = encoded(bands); // windows × channels × 1
    var sequence = operators.transpose("sequence", features, 0, 2, 1); // windows × 1 × channels
    var remembering = operators.lstm("memory", sequence, memory(), List.of(hidden, cell));
    graph.output(probabilities(remembering.states()));
    graph.output(operators.same("hidden_after", remembering.hidden()));
    graph.output(operators.same("cell_after", remembering.cell()));
    return graph;
  }

  /// How strong each band is: the length of cosine and sine.
  private Value spectrum(Value waveform) {
    var longer = operators.mirroredAtEnd("mirrored", waveform, shape.mirroredSamples());
    var channel = operators.insertAxis("channel", longer, 1); // windows × 1 × samples
    int bands = weights.spectrum().axis(0) / 2;
    var cosine = part("cosine", channel, 0, bands);
    var sine = part("sine", channel, bands, 2 * bands);
    var squares =
        operators.add(
            "squares",
            operators.multiply("cosine.square", cosine, cosine),
            operators.multiply("sine.square", sine, sine));
    return operators.sqrt("bands", squares);
  }

  private Value part(String name, Value channel, int from, int to) {
    int length = weights.filterSamples();
    var filters = Arrays.copyOfRange(weights.spectrum().floats(), from * length, to * length);
    return operators.convolution(
        name,
        channel,
        graph.weights(name + ".weight", filters, (long) to - from, 1, length),
        new Sliding(shape.spectrumStep(), 0));
  }

  private Value encoded(Value bands) {
    var x = bands;
    for (int i = 0; i < weights.encoder().size(); i++) {
      x = convolved("encoder." + i, x, weights.encoder().get(i), VoiceActivityShape.STRIDES.get(i));
    }
    return x;
  }

  private Value convolved(String name, Value x, Layer layer, int stride) {
    var kernel = constant(name + ".weight", layer.weight());
    var bias = constant(name + ".bias", layer.bias());
    var y = operators.convolution(name, x, kernel, new Sliding(stride, 1), bias);
    return operators.relu(name + ".active", y);
  }

  private Value constant(String name, Tensor tensor) {
    return graph.weights(
        name, tensor.floats(), tensor.shape().stream().mapToLong(Long::longValue).toArray());
  }

  /// Of the inputs, of the recurrence, biases; gates in ONNX's order.
  private List<Value> memory() {
    return switch (weights.memory()) {
      case Memory.Onnx(var ofInput, var ofState, var biases) ->
          List.of(
              constant("memory.input", ofInput),
              constant("memory.recurrent", ofState),
              constant("memory.bias", biases));
      case Memory.Torch torch -> memory(torch, torch.size());
    };
  }

  private List<Value> memory(Memory.Torch torch, int size) {
    int inputs = torch.ofInput().axis(1);
    var biases = new float[8 * size];
    LstmLayer.reorderGates(torch.inputBias().floats(), biases, 0, size);
    LstmLayer.reorderGates(torch.stateBias().floats(), biases, 4 * size, size);
    return List.of(
        graph.weights("memory.input", reordered(torch.ofInput()), 1, 4L * size, inputs),
        graph.weights("memory.recurrent", reordered(torch.ofState()), 1, 4L * size, size),
        graph.weights("memory.bias", biases, 1, 8L * size));
  }

  private static float[] reordered(Tensor stacked) {
    var torch = stacked.floats();
    var onnx = new float[torch.length];
    LstmLayer.reorderGates(torch, onnx, 0, torch.length / 4);
    return onnx;
  }

  /// @param states windows × 1 × 1 × size
  private Value probabilities(Value states) {
    var features = operators.relu("output.input", operators.joinAxes("states", states, 1));
    int size = weights.memory().size();
    var matrix = graph.weights("output.weight", weights.output().weight().floats(), size, 1);
    var bias = constant("output.bias", weights.output().bias());
    var scores = operators.linear("output", features, matrix, bias); // windows × 1 × 1
    return operators.sumLast("probabilities", operators.sigmoid("output.sigmoid", scores));
  }
}
