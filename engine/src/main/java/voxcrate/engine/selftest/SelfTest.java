package voxcrate.engine.selftest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import voxcrate.engine.EngineCode;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.diarization.Course;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.diarization.Rttm;
import voxcrate.engine.diarization.RttmTurn;
import voxcrate.engine.diarization.SpeakerBounds;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.OnnxModel;
import voxcrate.engine.onnx.OnnxRuntime;
import voxcrate.engine.score.DiarizationScorer;
import voxcrate.engine.score.Region;
import voxcrate.engine.selftest.Check.Failed;
import voxcrate.engine.selftest.Check.Passed;
import voxcrate.engine.selftest.Check.Skipped;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Shows with a known recording that this machine hears what it should.
///
/// @param clip folder with `clip.flac`, who speaks in it (`clip.rttm`), and what (`clip.txt`)
/// @param targets each is tried
public record SelfTest(ModelCatalog models, Path clip, List<ExecutionTarget> targets) {
  /// Error rate above which the clip counts as misheard: far above what the models reach on it, far
  /// below what a broken one does.
  private static final double ERROR_CEILING = 0.30;

  static final String[] REMEDY = {
    "do not use results of this machine",
    "repair the installation: voxcrate-installer install BUNDLE",
    "if it fails again, send the output of voxcrate selftest --json to your supplier"
  };

  public SelfTest {
    targets = List.copyOf(targets);
  }

  /// Tries everything, whatever fails on the way.
  public SelfTestReport run() {
    var checks = new ArrayList<Check>();
    checks.add(attempt("inference runtime", SelfTest::runtime));
    for (var model : models.models()) {
      if (!model.descriptor().files().isEmpty()) {
        checks.add(attempt("model " + model.name(), () -> digests(model)));
      }
    }
    for (var target : targets) {
      checks.addAll(listen(target));
      checks.addAll(words(target));
    }
    return new SelfTestReport(checks);
  }

  private static Check attempt(String name, Supplier<Check> check) {
    try {
      return check.get();
    } catch (ToolException e) {
      return new Failed(name, e.problem());
    }
  }

  private static Check runtime() {
    OnnxRuntime.probe(new ExecutionTarget.Cpu(1));
    return new Passed("inference runtime", "ONNX Runtime " + OnnxRuntime.version() + " computes");
  }

  private static Check digests(InstalledModel model) {
    var files = model.descriptor().files();
    files.forEach(file -> OnnxModel.verified(model.folder(), file));
    return new Passed("model " + model.name(), files.getFirst().digest().toString());
  }

  /// Every pipeline, on one target.
  private List<Check> listen(ExecutionTarget target) {
    var name = "known recording on " + target.label();
    if (models.pipelines().isEmpty()) {
      return List.of(
          new Skipped(name, "no speaker pipeline is installed: speakers cannot be told apart"));
    }
    if (!Files.exists(clip.resolve("clip.flac"))) {
      return List.of(new Skipped(name, "there is no known recording in " + clip));
    }
    return models.pipelines().stream()
        .map(pipeline -> attempt(name, () -> listen(name, target, pipeline)))
        .toList();
  }

  /// Every transcription model, on one target.
  private List<Check> words(ExecutionTarget target) {
    var name = "known words on " + target.label();
    var known = new KnownWords(models, clip, target);
    if (!models.hasTranscription()) {
      var reason = "no transcription model is installed: words cannot be written down";
      return List.of(new Skipped(name, reason));
    }
    if (!known.isPossible()) {
      return List.of(new Skipped(name, "there is no known text in " + clip));
    }
    return models.transcriptions().stream()
        .map(model -> attempt(name, () -> known.check(name, model)))
        .toList();
  }

  private Check listen(String name, ExecutionTarget target, String pipeline) {
    var parts = models.pipeline(Optional.of(pipeline));
    long start = System.nanoTime();
    var heard = diarize(target, parts);
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

  private Diarization diarize(ExecutionTarget target, PipelineModels parts) {
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
            REMEDY)
        .expecting(
            String.format(
                Locale.ROOT, "DER up to %.0f %%, %d speakers", 100 * ERROR_CEILING, speakers));
  }
}
