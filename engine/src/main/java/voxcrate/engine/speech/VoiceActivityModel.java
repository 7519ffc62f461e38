package voxcrate.engine.speech;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleConsumer;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.onnx.BoundGraph;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.ExecutionTarget.Cpu;
import voxcrate.engine.onnx.ExecutionTarget.Cuda;
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.engine.onnx.ModelProblem;
import voxcrate.model.ModelDescriptor.VoiceActivity;

/// Tells where somebody speaks, without telling who: a small model that needs nothing else. Owns
/// its graph and the memory that it works in; whoever opens it closes it. Not thread-safe.
public final class VoiceActivityModel implements AutoCloseable {
  /// Windows that the graph hears at once; at 32 ms each some 16 s.
  private static final int AT_ONCE = 512;

  private final VoiceActivity model;
  private final BoundGraph graph;
  private final Arena arena;
  private final FloatTensor waveform;
  private final FloatTensor probabilities;
  private final List<FloatTensor> before;
  private final List<FloatTensor> after;

  private VoiceActivityModel(VoiceActivity model, BoundGraph graph) {
    this.model = model;
    this.graph = graph;
    this.arena = Arena.ofShared();
    this.waveform = FloatTensor.in(arena, AT_ONCE, model.contextSamples() + model.windowSamples());
    this.probabilities = FloatTensor.in(arena, AT_ONCE, 1);
    this.before = List.of(state(), state());
    this.after = List.of(state(), state());
    graph.bindInput("hidden", before.get(0));
    graph.bindInput("cell", before.get(1));
    graph.bindOutput("hidden_after", after.get(0));
    graph.bindOutput("cell_after", after.get(1));
  }

  private FloatTensor state() {
    return FloatTensor.in(arena, 1, 1, model.stateSize());
  }

  /// A small network, and each step needs the one before: a card would only wait for it.
  private static ExecutionTarget processor(ExecutionTarget target) {
    return switch (target) {
      case Cpu _ -> target;
      case Cuda _ -> new Cpu(1);
    };
  }

  /// @throws voxcrate.problem.ToolException when the model is none of voice activity, is not as it
  ///     was installed, or the target cannot run it
  public static VoiceActivityModel open(InstalledModel installed, ExecutionTarget target) {
    if (!(installed.descriptor().speech() instanceof VoiceActivity model)) {
      throw ModelProblem.unusable(installed.folder(), "a model for " + installed.kind());
    }
    var graph =
        BoundGraph.open(
            installed.folder(),
            model.graph(),
            List.of(),
            Set.of("waveform", "hidden", "cell"),
            Set.of("probabilities", "hidden_after", "cell_after"),
            processor(target));
    return new VoiceActivityModel(model, graph);
  }

  /// Samples a second that recordings have to be listened to at.
  public int sampleRate() {
    return model.sampleRate();
  }

  /// Listens to a recording, in memory that does not grow with it but for one number in 32 ms.
  ///
  /// @param audio at the model's sample rate, nothing read of it yet; is read to its end
  /// @param progress takes the seconds heard so far, again and again
  /// @return one score for each window, at the time at which it begins, and a last one of 0 where
  ///     the last window ends
  public SpeechScores scores(Waveform audio, DoubleConsumer progress) {
    if (audio.sampleRate() != model.sampleRate()) {
      throw new IllegalArgumentException("a recording at " + audio.sampleRate() + " Hz");
    }
    before.forEach(state -> state.put(0, new float[model.stateSize()]));
    var samples = new float[model.contextSamples() + AT_ONCE * model.windowSamples()];
    var scores = new float[AT_ONCE];
    int count = 0;
    int read = AT_ONCE * model.windowSamples();
    while (read == AT_ONCE * model.windowSamples()) {
      read = audio.read(samples, model.contextSamples(), AT_ONCE * model.windowSamples());
      int windows = Math.ceilDiv(read, model.windowSamples());
      Arrays.fill(samples, model.contextSamples() + read, samples.length, 0);
      scores = withRoom(scores, count + windows + 1);
      hear(samples, windows, scores, count);
      count += windows;
      System.arraycopy(
          samples, AT_ONCE * model.windowSamples(), samples, 0, model.contextSamples());
      progress.accept(audio.secondsRead());
    }
    return new SpeechScores(
        Arrays.copyOf(scores, count + 1), 0, (double) model.windowSamples() / model.sampleRate());
  }

  private static float[] withRoom(float[] scores, int count) {
    return count <= scores.length ? scores : Arrays.copyOf(scores, 2 * Math.max(count, 1));
  }

  /// @param samples context, then the windows one after the other
  private void hear(float[] samples, int windows, float[] scores, int at) {
    if (windows == 0) {
      return;
    }
    int length = waveform.size(1);
    for (int window = 0; window < windows; window++) {
      waveform.put(window * length, samples, window * model.windowSamples(), length);
    }
    graph.bindInput("waveform", waveform.first(windows));
    graph.bindOutput("probabilities", probabilities.first(windows));
    graph.run();
    for (int window = 0; window < windows; window++) {
      scores[at + window] = probabilities.get(window);
    }
    for (int state = 0; state < before.size(); state++) {
      before.get(state).put(0, after.get(state), 0, model.stateSize());
    }
  }

  @Override
  public void close() {
    graph.close();
    arena.close();
  }
}
