package voxcrate.engine.diarization;

import java.util.function.DoubleConsumer;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.ModelProblem;
import voxcrate.model.ModelDescriptor;
import voxcrate.progress.ProgressListener;

/// Tells who spoke when, as `pyannote/speaker-diarization-3.1` and `-community-1` do in
/// pyannote.audio 4; they differ in their clustering. Owns the models; whoever opens it closes it.
/// One recording at a time.
public final class DiarizationPipeline implements AutoCloseable {
  /// Windows that the segmentation model hears at once: twice as fast as one by one on two threads,
  /// at 30 MB each.
  private static final int BATCH = 8;

  private final SegmentationModel segmentation;
  private final EmbeddingModel embedder;
  private final SpeakerClusterer clusterer;
  private final FrameGrid grid;
  private final int localSpeakers;
  private final double minGapSeconds;

  private DiarizationPipeline(
      PipelineModels models,
      FrameGrid grid,
      SpeakerClusterer clusterer,
      SegmentationModel segmentation,
      EmbeddingModel embedder) {
    var parameters = models.parameters();
    this.segmentation = segmentation;
    this.embedder = embedder;
    this.grid = grid;
    this.clusterer = clusterer;
    this.localSpeakers = models.segmentation().model().localSpeakers();
    this.minGapSeconds = parameters.minDurationOffSeconds();
  }

  /// Loads both models.
  ///
  /// @throws voxcrate.problem.ToolException when one is altered or unusable, or the target cannot
  ///     run it
  public static DiarizationPipeline open(
      PipelineModels models, ExecutionTarget target, ProgressListener listener) {
    requireOneSampleRate(models);
    var parameters = models.parameters();
    var grid = FrameGrid.of(models.segmentation().model(), parameters.stepFraction());
    var clusterer = SpeakerClusterer.of(models);
    // People look for these two lines in logs.
    listener.note("loading", "Loading PyAnnote segmentation model");
    var segmentation = SegmentationModel.open(models.segmentation(), grid, target);
    try {
      listener.note("loading", "Loading PyAnnote diarization pipeline");
      var embedder =
          EmbeddingModel.open(
              models.embedding(), parameters.excludeOverlap(), grid.windowSamples(), target);
      return new DiarizationPipeline(models, grid, clusterer, segmentation, embedder);
    } catch (RuntimeException e) {
      segmentation.close();
      throw e;
    }
  }

  private static void requireOneSampleRate(PipelineModels models) {
    int heard = models.segmentation().model().sampleRate();
    int recognised = models.embedding().model().sampleRate();
    if (heard != recognised) {
      throw ModelProblem.unusable(
          models.embedding().folder().resolve(ModelDescriptor.FILE_NAME),
          "it hears " + recognised + " Hz, the segmentation model " + heard + " Hz");
    }
  }

  /// Samples a second that [#diarize] wants its audio to have.
  public int sampleRate() {
    return grid.sampleRate();
  }

  /// Listens to a recording from front to back.
  ///
  /// @param heardSeconds hears how far the models have come
  public Diarization diarize(Waveform audio, SpeakerBounds bounds, DoubleConsumer heardSeconds) {
    var activity = new SpeakerActivity(localSpeakers); // chunks × frames, sets of speakers
    var embeddings = new SpeakerEmbeddings(); // active slots × dimension
    listen(audio, bounds, activity, embeddings, heardSeconds);
    var counts = SpeakerCounts.perFrame(activity, grid).cappedAt(bounds.max()); // frames
    if (counts.allZero()) {
      return Diarization.silence(audio.secondsRead());
    }
    var clusters = clusterer.assign(embeddings, activity, bounds); // slots → cluster
    return Reconstruction.of(activity, clusters, counts, grid, minGapSeconds, audio.secondsRead());
  }

  private void listen(
      Waveform audio,
      SpeakerBounds bounds,
      SpeakerActivity activity,
      SpeakerEmbeddings embeddings,
      DoubleConsumer heardSeconds) {
    var windows = new SlidingWindow(audio::read, grid.windowSamples(), grid.hopSamples());
    for (var chunks = windows.next(BATCH); !chunks.isEmpty(); chunks = windows.next(BATCH)) {
      var active = segmentation.run(chunks);
      for (int i = 0; i < chunks.size(); i++) {
        // With one speaker at most, voices need not be told apart.
        if (bounds.max() > 1) {
          embedder.run(activity.chunks(), chunks.get(i), active.get(i), embeddings);
        }
        activity.add(active.get(i));
        heardSeconds.accept((double) activity.chunks() * grid.hopSamples() / grid.sampleRate());
      }
    }
  }

  @Override
  public void close() {
    segmentation.close();
    embedder.close();
  }
}
