package voxcrate.engine.selftest;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import voxcrate.engine.EngineCode;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.diarization.Course;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.diarization.Rttm;
import voxcrate.engine.diarization.RttmTurn;
import voxcrate.engine.diarization.SpeakerBounds;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.score.DiarizationScorer;
import voxcrate.engine.score.Region;
import voxcrate.engine.selftest.Check.Failed;
import voxcrate.engine.selftest.Check.Passed;
import voxcrate.problem.Problem;
import voxcrate.progress.ProgressListener;

/// Whether a pipeline hears who speaks in a known recording.
///
/// @param clip folder with `clip.flac` and who speaks in it, `clip.rttm`
record KnownSpeakers(ModelCatalog models, Path clip, ExecutionTarget target) {
  /// Error rate above which the clip counts as misheard: far above what the models reach on it, far
  /// below what a broken one does.
  private static final double ERROR_CEILING = 0.30;

  Check check(String name, String pipeline) {
    var parts = models.pipeline(Optional.of(pipeline));
    long start = System.nanoTime();
    var heard = diarize(parts);
    double seconds = (System.nanoTime() - start) / 1e9;
    var reference = Rttm.read(clip.resolve("clip.rttm"));
    double rate =
        new DiarizationScorer(0).score(reference, turns(heard), Region.EVERYTHING).error().rate();
    long speakers = reference.stream().map(RttmTurn::speaker).distinct().count();
    var evidence =
        String.format(
            Locale.ROOT,
            "%s: DER %.1f %%, %d speakers, %.1f s of sound in %.1f s",
            parts.name(),
            100 * rate,
            heard.speakers(),
            heard.seconds(),
            seconds);
    if (rate > ERROR_CEILING || heard.speakers() != speakers) {
      return new Failed(name, misheard(evidence, speakers));
    }
    return new Passed(name, evidence);
  }

  /// Who speaks when, as the models hear it.
  List<RttmTurn> turns(String pipeline) {
    return turns(diarize(models.pipeline(Optional.of(pipeline))));
  }

  private Diarization diarize(PipelineModels parts) {
    try (var pipeline = DiarizationPipeline.open(parts, target, ProgressListener.SILENT);
        var audio =
            Waveform.open(
                clip.resolve("clip.flac"), new ChannelChoice.Average(), pipeline.sampleRate())) {
      return pipeline.diarize(audio, SpeakerBounds.ANY, Course.of(_ -> {}));
    }
  }

  private static List<RttmTurn> turns(Diarization diarization) {
    return diarization.turns().stream()
        .map(
            turn ->
                new RttmTurn("clip", turn.startSeconds(), turn.seconds(), turn.speaker().label()))
        .toList();
  }

  private Problem misheard(String evidence, long speakers) {
    return Problem.of(
            EngineCode.SELFTEST_FAILED,
            "Known recording was not heard as it should be",
            "listening to " + clip.resolve("clip.flac"),
            evidence,
            SelfTest.REMEDY)
        .expecting(
            String.format(
                Locale.ROOT, "DER up to %.0f %%, %d speakers", 100 * ERROR_CEILING, speakers));
  }
}
