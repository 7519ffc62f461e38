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
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.model.ModelDescriptor.Transcription;

/// Hears windows: from spectrograms to what the decoder looks at. Owns its graph and the memory of
/// what it heard last. Not thread-safe.
public final class AudioEncoder implements AutoCloseable {
  private static final String MEL = "mel";
  private static final String KEY = "cross_key.";
  private static final String VALUE = "cross_value.";

  private final Transcription model;
  private final BoundGraph graph;
  private final FloatTensor mel;
  private final Arena melMemory = Arena.ofShared();
  private Arena memory = Arena.ofShared();
  private @Nullable HeardAudio heard;

  private AudioEncoder(Transcription model, BoundGraph graph) {
    this.model = model;
    this.graph = graph;
    this.mel =
        FloatTensor.in(melMemory, 1, model.mel().bins(), 2L * model.sizes().audioPositions());
    graph.bindInput(MEL, mel);
  }

  public static AudioEncoder open(Path folder, Transcription model, ExecutionTarget target) {
    var outputs =
        IntStream.range(0, model.sizes().layers())
            .boxed()
            .flatMap(layer -> Stream.of(KEY + layer, VALUE + layer))
            .collect(Collectors.toSet());
    return new AudioEncoder(
        model,
        BoundGraph.open(folder, model.encoder(), model.weights(), Set.of(MEL), outputs, target));
  }

  /// One window after the other: a processor is busy with one, and it needs the memory of one.
  ///
  /// @param mels spectrograms of full windows, bins × columns
  public HeardAudio hear(List<float[]> mels) {
    var target = memory(mels.size());
    for (int window = 0; window < mels.size(); window++) {
      bindOutputs(target.window(window));
      mel.put(0, mels.get(window));
      graph.run();
    }
    return target;
  }

  private void bindOutputs(HeardAudio window) {
    for (int layer = 0; layer < model.sizes().layers(); layer++) {
      graph.bindOutput(KEY + layer, window.keys().get(layer));
      graph.bindOutput(VALUE + layer, window.values().get(layer));
    }
  }

  /// The same memory each time, unless there are more windows than ever before.
  private HeardAudio memory(int windows) {
    if (heard == null || heard.windows() < windows) {
      memory.close();
      memory = Arena.ofShared();
      heard = new HeardAudio(tensors(windows), tensors(windows), windows);
    }
    return heard.windows(0, windows);
  }

  private List<FloatTensor> tensors(int windows) {
    var sizes = model.sizes();
    var tensors = new ArrayList<FloatTensor>();
    for (int layer = 0; layer < sizes.layers(); layer++) {
      tensors.add(
          FloatTensor.in(memory, windows, sizes.heads(), sizes.audioPositions(), sizes.headSize()));
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
