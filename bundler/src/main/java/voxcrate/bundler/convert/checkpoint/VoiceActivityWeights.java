package voxcrate.bundler.convert.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import voxcrate.bundler.convert.checkpoint.PublishedGraph.Operation;
import voxcrate.bundler.convert.refusal.Refusal;

/// The tensors of Silero's voice activity network, of version 5 and later; they fit each other.
///
/// @param file as the operator knows it
/// @param spectrum filters that make a spectrum: 2·bands × 1 × samples, cosines first; twice as
///     many samples as bands, but two
/// @param encoder four convolutions over the bands, filters × channels × 3
/// @param output of one number
public record VoiceActivityWeights(
    String file, Tensor spectrum, List<Layer> encoder, Memory memory, Layer output) {
  private static final int ENCODER_LAYERS = 4;
  private static final int KERNEL = 3;

  /// A filter has these and at most so many samples: it spans 16 ms.
  private static final int LEAST_SAMPLES = 16;

  private static final int MOST_SAMPLES = 4096;
  private static final int MOST_CHANNELS = 4096;

  public record Layer(Tensor weight, Tensor bias) {}

  /// A long short-term memory, stacked as it was published.
  public sealed interface Memory {
    /// How many numbers it remembers twice: as state, and in its cells.
    int size();

    /// torch's: gates in the order input, forget, cell, output.
    record Torch(Tensor ofInput, Tensor ofState, Tensor inputBias, Tensor stateBias)
        implements Memory {
      @Override
      public int size() {
        return ofState.axis(1);
      }
    }

    /// ONNX's: gates in the order input, output, forget, cell; one direction.
    record Onnx(Tensor ofInput, Tensor ofState, Tensor biases) implements Memory {
      @Override
      public int size() {
        return ofState.axis(2);
      }
    }
  }

  /// @throws voxcrate.problem.ToolException when they do not fit each other
  public VoiceActivityWeights {
    encoder = List.copyOf(encoder);
    new Check(file).all(spectrum, encoder, memory, output);
  }

  /// Samples of one filter, which spans 16 ms.
  public int filterSamples() {
    return spectrum.axis(2);
  }

  /// From Silero's own safetensors file, which is for 16 kHz.
  static VoiceActivityWeights of(TensorStore tensors) {
    return new VoiceActivityWeights(
        tensors.file(),
        tensors.get("stft_conv.weight"),
        IntStream.rangeClosed(1, ENCODER_LAYERS).mapToObj(n -> layer(tensors, "conv" + n)).toList(),
        new Memory.Torch(
            tensors.get("lstm_cell.weight_ih"),
            tensors.get("lstm_cell.weight_hh"),
            tensors.get("lstm_cell.bias_ih"),
            tensors.get("lstm_cell.bias_hh")),
        layer(tensors, "final_conv"));
  }

  private static Layer layer(TensorStore tensors, String name) {
    return new Layer(tensors.get(name + ".weight"), tensors.get(name + ".bias"));
  }

  /// From an exported graph. One that holds a network for 8 kHz as well has that with filters of
  /// half the samples.
  static VoiceActivityWeights of(PublishedGraph graph, String file) {
    return new InGraph(graph, file).weights();
  }

  /// Finds the tensors by the operators that take them; of the memory, whose operator takes what
  /// was put together of them, by their names.
  private record InGraph(PublishedGraph graph, String file) {
    private static final String SPECTRUM = "stft.forward_basis_buffer";

    /// The spectrum, the encoder, the output.
    private static final int CONVOLUTIONS = ENCODER_LAYERS + 2;

    VoiceActivityWeights weights() {
      var convolutions =
          graph.operations().stream()
              .filter(operation -> operation.operator().equals("Conv"))
              .map(this::convolution)
              .toList();
      int first = first(convolutions);
      var spectrum = convolutions.get(first).getFirst();
      return new VoiceActivityWeights(
          file,
          spectrum,
          convolutions.subList(first + 1, first + 1 + ENCODER_LAYERS).stream()
              .map(this::layer)
              .toList(),
          memory(spectrum.name()),
          layer(convolutions.get(first + CONVOLUTIONS - 1)));
    }

    /// Its constants: weight, and perhaps bias.
    private List<Tensor> convolution(Operation operation) {
      return operation.inputs().stream().flatMap(name -> graph.constant(name).stream()).toList();
    }

    /// Where the network with the longest filters begins.
    private int first(List<List<Tensor>> convolutions) {
      int found = -1;
      int samples = 0;
      for (int i = 0; i + CONVOLUTIONS <= convolutions.size(); i++) {
        var constants = convolutions.get(i);
        if (constants.size() == 1 && isSpectrum(constants.getFirst())) {
          int length = constants.getFirst().axis(2);
          found = length > samples ? i : found;
          samples = Math.max(length, samples);
        }
      }
      if (found < 0) {
        throw Refusal.architecture(file, "an ONNX file without the convolutions of Silero");
      }
      return found;
    }

    private static boolean isSpectrum(Tensor weight) {
      var shape = weight.shape();
      return shape.size() == 3 && shape.get(1) == 1 && shape.get(0) == shape.get(2) + 2;
    }

    private Layer layer(List<Tensor> constants) {
      if (constants.size() != 2) {
        throw Refusal.architecture(file, "a convolution without its weight and bias");
      }
      return new Layer(constants.get(0), constants.get(1));
    }

    private Memory memory(String spectrumName) {
      if (spectrumName.endsWith(SPECTRUM)) {
        var prefix = spectrumName.substring(0, spectrumName.length() - SPECTRUM.length());
        var named = all(prefix + "decoder.rnn.", "weight_ih", "weight_hh", "bias_ih", "bias_hh");
        if (named.size() == 4) {
          return new Memory.Torch(named.get(0), named.get(1), named.get(2), named.get(3));
        }
      }
      return taken();
    }

    private List<Tensor> all(String prefix, String... names) {
      return Stream.of(names).flatMap(name -> graph.constant(prefix + name).stream()).toList();
    }

    /// The constants of the only operator that remembers.
    private Memory taken() {
      var operands = new ArrayList<List<Tensor>>();
      for (var operation : graph.operations()) {
        if (operation.operator().equals("LSTM")) {
          operands.add(
              operation.inputs().stream()
                  .limit(4)
                  .skip(1)
                  .map(graph::constant)
                  .flatMap(Optional::stream)
                  .toList());
        }
      }
      if (operands.size() != 1 || operands.getFirst().size() != 3) {
        throw Refusal.architecture(file, "an ONNX file whose LSTM has no constants of its own");
      }
      var constants = operands.getFirst();
      return new Memory.Onnx(constants.get(0), constants.get(1), constants.get(2));
    }
  }

  /// Shapes, each of which follows from the one before.
  private record Check(String file) {
    void all(Tensor spectrum, List<Layer> encoder, Memory memory, Layer output) {
      long samples = spectrum.axis(2);
      require(samples >= LEAST_SAMPLES && samples <= MOST_SAMPLES && samples % 4 == 0, spectrum);
      require(spectrum, samples + 2, 1, samples);
      long channels = samples / 2 + 1;
      for (var layer : encoder) {
        channels = convolution(layer, channels, KERNEL);
      }
      long size = memory.size();
      require(size >= 1 && size <= MOST_CHANNELS, spectrum);
      switch (memory) {
        case Memory.Torch(var ofInput, var ofState, var inputBias, var stateBias) -> {
          require(ofInput, 4 * size, channels);
          require(ofState, 4 * size, size);
          require(inputBias, 4 * size);
          require(stateBias, 4 * size);
        }
        case Memory.Onnx(var ofInput, var ofState, var biases) -> {
          require(ofInput, 1, 4 * size, channels);
          require(ofState, 1, 4 * size, size);
          require(biases, 1, 8 * size);
        }
      }
      require(convolution(output, size, 1) == 1, output.weight());
    }

    /// Returns how many channels come out.
    private long convolution(Layer layer, long channels, long kernel) {
      long filters = layer.weight().axis(0);
      require(filters <= MOST_CHANNELS, layer.weight());
      require(layer.weight(), filters, channels, kernel);
      require(layer.bias(), filters);
      return filters;
    }

    private void require(Tensor tensor, long... shape) {
      require(tensor.shape().equals(Arrays.stream(shape).boxed().toList()), tensor);
    }

    private void require(boolean fits, Tensor tensor) {
      if (!fits) {
        throw Refusal.architecture(file, tensor + " is none of Silero's");
      }
    }
  }
}
