package voxcrate.engine.transcription.decoding;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.onnx.BoundGraph;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.ExecutionTarget.Cpu;
import voxcrate.engine.onnx.ExecutionTarget.Cuda;
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.engine.onnx.TensorMemory;
import voxcrate.model.ModelDescriptor.Transcription;

/// Hears windows: from spectrograms to what the decoder looks at. Owns its graph and the memory of
/// what it heard last. Not thread-safe.
public final class AudioEncoder implements AutoCloseable {
  private static final String MEL = "mel";
  private static final String KEY = "cross_key.";
  private static final String VALUE = "cross_value.";

  private final Transcription model;
  private final BoundGraph graph;
  private final int together;
  private final Arena melMemory = Arena.ofShared();
  private FloatTensor mels;
  private TensorMemory memory;
  private @Nullable HeardAudio heard;

  /// @param together windows that go through the graph at once, at most
  private AudioEncoder(Transcription model, BoundGraph graph, int together) {
    this.model = model;
    this.graph = graph;
    this.together = together;
    this.memory = graph.memory();
    this.mels = mels(1);
  }

  public static AudioEncoder open(Path folder, Transcription model, ExecutionTarget target) {
    var outputs =
        IntStream.range(0, model.sizes().layers())
            .boxed()
            .flatMap(layer -> Stream.of(KEY + layer, VALUE + layer))
            .collect(Collectors.toSet());
    return new AudioEncoder(
        model,
        BoundGraph.open(folder, model.encoder(), model.weights(), Set.of(MEL), outputs, target),
        together(target));
  }

  /// A processor is busy with one window, and needs the memory of one. A card is not.
  private static int together(ExecutionTarget target) {
    return switch (target) {
      case Cpu _ -> 1;
      case Cuda _ -> Integer.MAX_VALUE;
    };
  }

  /// @param mels spectrograms of full windows, bins × columns
  /// @throws voxcrate.problem.ToolException when a card has not enough memory for so many
  public HeardAudio hear(List<float[]> mels) {
    var heard = memory(mels.size());
    for (int from = 0; from < mels.size(); ) {
      var part = mels.subList(from, from + Math.min(together, mels.size() - from));
      bindInput(part);
      bindOutputs(heard.windows(from, part.size()));
      graph.run();
      from += part.size();
    }
    return heard;
  }

  private void bindInput(List<float[]> windows) {
    if (mels.size(0) < windows.size()) {
      mels = mels(windows.size());
    }
    graph.bindInput(MEL, mels.first(windows.size()));
    for (int i = 0; i < windows.size(); i++) {
      mels.put(i * windows.get(i).length, windows.get(i));
    }
  }

  private FloatTensor mels(int windows) {
    return FloatTensor.in(
        melMemory, windows, model.mel().bins(), 2L * model.sizes().audioPositions());
  }

  private void bindOutputs(HeardAudio windows) {
    for (int layer = 0; layer < model.sizes().layers(); layer++) {
      graph.bindOutput(KEY + layer, windows.keys().get(layer));
      graph.bindOutput(VALUE + layer, windows.values().get(layer));
    }
  }

  /// The same memory each time, unless there are more windows than ever before.
  private HeardAudio memory(int windows) {
    if (heard == null || heard.windows() < windows) {
      heard = null;
      memory.close();
      memory = graph.memory();
      heard = new HeardAudio(tensors(windows), tensors(windows), windows);
    }
    return heard.windows(0, windows);
  }

  private List<FloatTensor> tensors(int windows) {
    var sizes = model.sizes();
    var tensors = new ArrayList<FloatTensor>();
    for (int layer = 0; layer < sizes.layers(); layer++) {
      tensors.add(memory.floats(windows, sizes.heads(), sizes.audioPositions(), sizes.headSize()));
    }
    return tensors;
  }

  @Override
  public void close() {
    graph.close();
    memory.close();
    melMemory.close();
  }
}
