package voxcrate.engine.diarization;

import java.util.Optional;
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
  private final SegmentationModel segmentation;
  private final EmbeddingModel embedder;
  private final SpeakerClusterer clusterer;
  private final FrameGrid grid;
  private final int localSpeakers;
  private final double minGapSeconds;
  private final Lanes lanes;

  private DiarizationPipeline(
      PipelineModels models,
      FrameGrid grid,
      SpeakerClusterer clusterer,
      SegmentationModel segmentation,
      EmbeddingModel embedder,
      Lanes lanes) {
    var parameters = models.parameters();
    this.segmentation = segmentation;
    this.embedder = embedder;
    this.lanes = lanes;
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
    var lanes = Lanes.on(target);
    var share = lanes.share(target);
    // People look for these two lines in logs.
    listener.note("loading", "Loading PyAnnote segmentation model");
    var segmentation =
        Loading.of(
            () -> SegmentationModel.open(models.segmentation(), grid, share), lanes.count() > 1);
    listener.note("loading", "Loading PyAnnote diarization pipeline");
    try {
      var clusterer = SpeakerClusterer.of(models);
      var embedder =
          EmbeddingModel.open(
              models.embedding(), parameters.excludeOverlap(), grid.windowSamples(), share);
      return of(models, grid, clusterer, segmentation, embedder, lanes);
    } catch (RuntimeException e) {
      segmentation.discard(e);
      throw e;
    }
  }

  private static DiarizationPipeline of(
      PipelineModels models,
      FrameGrid grid,
      SpeakerClusterer clusterer,
      Loading segmentation,
      EmbeddingModel embedder,
      Lanes lanes) {
    try {
      return new DiarizationPipeline(
          models, grid, clusterer, segmentation.finish(), embedder, lanes);
    } catch (RuntimeException e) {
      embedder.close();
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

  /// Listens to a recording from front to back, but for what the course's log knows already.
  public Diarization diarize(Waveform audio, SpeakerBounds bounds, Course course) {
    var activity = new SpeakerActivity(localSpeakers); // chunks × frames, sets of speakers
    var embeddings = new SpeakerEmbeddings(); // active slots × dimension
    listen(audio, bounds, activity, embeddings, course);
    var counts = SpeakerCounts.perFrame(activity, grid).cappedAt(bounds.max()); // frames
    if (counts.allZero()) {
      return Diarization.silence(audio.secondsRead());
    }
    course.begins().accept(Stage.CLUSTERING);
    var clusters = // slots → cluster
        course.clock().time(Stage.CLUSTERING, () -> clusterer.assign(embeddings, activity, bounds));
    course.begins().accept(Stage.RECONSTRUCTION);
    return course
        .clock()
        .time(
            Stage.RECONSTRUCTION,
            () ->
                Reconstruction.of(
                    activity, clusters, counts, grid, minGapSeconds, audio.secondsRead()));
  }

  private void listen(
      Waveform audio,
      SpeakerBounds bounds,
      SpeakerActivity activity,
      SpeakerEmbeddings embeddings,
      Course course) {
    var windows = new SlidingWindow(audio::read, grid.windowSamples(), grid.hopSamples());
    // With one speaker at most, voices need not be told apart.
    var voices = bounds.max() > 1 ? Optional.of(embedder) : Optional.<EmbeddingModel>empty();
    course.log().begin();
    new Listening(
            () -> windows.next(lanes.windows()),
            segmentation,
            voices,
            heard -> {
              heard.active().forEach(activity::add);
              embeddings.addAll(heard.voices());
              course.heardSeconds().accept(seconds(heard.endChunk()));
            },
            course,
            lanes)
        .toTheEnd();
  }

  private double seconds(int chunks) {
    return (double) chunks * grid.hopSamples() / grid.sampleRate();
  }

  @Override
  public void close() {
    segmentation.close();
    embedder.close();
  }
}
