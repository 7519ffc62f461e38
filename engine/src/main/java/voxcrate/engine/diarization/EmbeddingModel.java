package voxcrate.engine.diarization;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import voxcrate.engine.diarization.SpeakerEmbeddings.Slot;
import voxcrate.engine.diarization.SpeakerEmbeddings.Voice;
import voxcrate.engine.models.PipelineModels.Part;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.FloatTensor;
import voxcrate.engine.onnx.GraphSignature;
import voxcrate.engine.onnx.GraphSignature.Port;
import voxcrate.engine.onnx.OnnxModel;
import voxcrate.model.ModelDescriptor.Embedding;

/// Tells what each local speaker of a chunk sounds like. Owns its graph.
///
/// Only the pooling depends on the speaker, so the network's trunk runs once for all speakers of a
/// chunk, and not at all for a silent one.
final class EmbeddingModel implements AutoCloseable {
  private final OnnxModel graph;
  private final Embedding model;
  private final boolean excludeOverlap;
  private final int windowSamples;
  private final Fbank fbank;

  /// Of a chunk.
  private final int frames;

  /// Inputs that no run is using.
  private final Queue<FloatTensor> images = new ConcurrentLinkedQueue<>();

  private EmbeddingModel(
      OnnxModel graph, Embedding model, boolean excludeOverlap, int windowSamples) {
    this.graph = graph;
    this.model = model;
    this.excludeOverlap = excludeOverlap;
    this.windowSamples = windowSamples;
    this.fbank = new Fbank(model.filterBank(), model.sampleRate());
    this.frames = fbank.frames(windowSamples);
  }

  static EmbeddingModel open(
      Part<Embedding> part, boolean excludeOverlap, int windowSamples, ExecutionTarget target) {
    var model = part.model();
    long any = GraphSignature.ANY;
    var signature =
        new GraphSignature(
            List.of(
                Port.of("features", any, any, model.filterBank().bins()),
                Port.of("weights", any, any, any)),
            Port.of("embeddings", any, any, model.dimension()));
    var graph = OnnxModel.open(part.folder(), model.graph(), signature, target);
    return new EmbeddingModel(graph, model, excludeOverlap, windowSamples);
  }

  /// What the embeddings of a passage's chunks are made from. One call at a time.
  PassageFeatures features(Passage passage) {
    return PassageFeatures.of(passage, fbank, model.filterBank());
  }

  /// A chunk on its way to its voices.
  static final class Sound {
    private final int chunk;
    private final PassageFeatures features;
    private final int index;
    private final byte[] active;

    /// @param chunk of the whole recording
    /// @param index of the same chunk within its passage
    /// @param active sets of active local speakers by frame
    Sound(int chunk, PassageFeatures features, int index, byte[] active) {
      this.chunk = chunk;
      this.features = features;
      this.index = index;
      this.active = active;
    }
  }

  /// The embeddings of chunks' active local speakers, of each chunk by itself. Calls may come from
  /// several threads.
  ///
  /// @param sounds chunks, none of them silent
  List<List<Slot>> run(List<Sound> sounds) {
    var image = images.poll();
    if (image == null || image.size(0) < sounds.size()) {
      image = FloatTensor.zeros(sounds.size(), frames, model.filterBank().bins());
    }
    for (int i = 0; i < sounds.size(); i++) {
      var features = sounds.get(i).features.ofChunk(sounds.get(i).index, frames);
      image.put(i * features.length, features);
    }
    var speakers = sounds.stream().map(sound -> activeSpeakers(sound.active)).toList();
    int most = speakers.stream().mapToInt(numbers -> numbers.length).max().orElseThrow();
    var vectors = graph.run(image.first(sounds.size()), weights(sounds, speakers, most));
    images.add(image);
    var slots = new ArrayList<List<Slot>>();
    for (int i = 0; i < sounds.size(); i++) {
      slots.add(slots(sounds.get(i).chunk, speakers.get(i), vectors, i * most));
    }
    return slots;
  }

  /// @param first number of the chunk's first vector
  private List<Slot> slots(int chunk, int[] speakers, FloatTensor vectors, int first) {
    var slots = new ArrayList<Slot>(speakers.length);
    for (int i = 0; i < speakers.length; i++) {
      var vector = new float[model.dimension()];
      vectors.get((first + i) * vector.length, vector);
      slots.add(new Slot(chunk, speakers[i], new Voice(vector)));
    }
    return slots;
  }

  /// Whether anybody is active in a chunk.
  static boolean isSilent(byte[] active) {
    return activeSpeakers(active).length == 0;
  }

  @Override
  public void close() {
    graph.close();
  }

  /// chunks × speakers × frames of the trunk; nothing for speakers that a chunk has not, whose
  /// vectors are nobody's.
  private FloatTensor weights(List<Sound> sounds, List<int[]> speakers, int most) {
    int length = trunkFrames(frames);
    var weights = FloatTensor.zeros(sounds.size(), most, length);
    for (int chunk = 0; chunk < sounds.size(); chunk++) {
      var active = sounds.get(chunk).active;
      // As many frames as the shortest input the network accepts.
      int minFrames =
          Math.toIntExact(Math.ceilDiv((long) active.length * model.minSamples(), windowSamples));
      for (int i = 0; i < speakers.get(chunk).length; i++) {
        weights.put(
            (chunk * most + i) * length,
            SpeakerMask.of(active, speakers.get(chunk)[i], excludeOverlap, minFrames, length));
      }
    }
    return weights;
  }

  private int trunkFrames(int frames) {
    int left = frames;
    for (int stride = model.trunkStride(); stride > 1; stride /= 2) {
      left = (left + 1) / 2;
    }
    return left;
  }

  private static int[] activeSpeakers(byte[] active) {
    int any = 0;
    for (byte set : active) {
      any |= set;
    }
    int union = any;
    return IntStream.range(0, Powerset.MAX_SPEAKERS)
        .filter(speaker -> SpeakerActivity.isIn((byte) union, speaker))
        .toArray();
  }
}
