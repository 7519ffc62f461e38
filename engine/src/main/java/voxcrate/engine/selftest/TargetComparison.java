package voxcrate.engine.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import voxcrate.engine.EngineCode;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.OperatorProfile;
import voxcrate.engine.score.DiarizationScorer;
import voxcrate.engine.score.Region;
import voxcrate.engine.score.WordErrors;
import voxcrate.engine.selftest.Check.Failed;
import voxcrate.engine.selftest.Check.Passed;
import voxcrate.problem.Problem;

/// How far what one target makes of the known recording is from what the processor makes of it.
///
/// @param models those that the tried target takes
/// @param reference the processor
record TargetComparison(
    ModelCatalog models, Path clip, ExecutionTarget reference, ExecutionTarget tried) {
  /// Rounding in half precision moves single turns by a frame; what is broken is far off.
  private static final double TURNS = 0.05;

  /// One word in ten may sound like another when weights are rounded.
  private static final double WORDS = 0.10;

  /// Whether all that is heavy ran on a card.
  static Check operators(ExecutionTarget target, OperatorProfile.Where where) {
    var name = "operators on " + target.label();
    var strays = where.heavyOnProcessor();
    if (strays.isEmpty()) {
      return new Passed(name, where.text());
    }
    return new Failed(
        name,
        Problem.of(
            EngineCode.SELFTEST_FAILED,
            "The processor does the card's work",
            "running the models on " + target.label(),
            String.join(", ", strays) + " ran on the processor; " + where.text(),
            "results are right, only slow: --device cpu is no slower",
            "ask for a bundle built with --target gpu for this machine's profile:"
                + " voxcrate-installer probe --out FILE"));
  }

  List<Check> checks() {
    var checks = new ArrayList<Check>();
    var name = tried.label() + " against " + reference.label();
    var onProcessor = models.forProcessor();
    for (var pipeline : models.pipelines()) {
      checks.add(SelfTest.attempt(name, () -> turns(name, onProcessor, pipeline)));
    }
    if (new KnownWords(models, clip, tried).isPossible()) {
      for (var model : models.transcriptions()) {
        checks.add(SelfTest.attempt(name, () -> words(name, onProcessor, model)));
      }
    }
    return checks;
  }

  private Check turns(String name, ModelCatalog onProcessor, String pipeline) {
    var expected = new KnownSpeakers(onProcessor, clip, reference).turns(pipeline);
    var found = new KnownSpeakers(models, clip, tried).turns(pipeline);
    double rate = new DiarizationScorer(0).score(expected, found, Region.EVERYTHING).error().rate();
    return judged(name, pipeline + ": turns differ", rate, TURNS);
  }

  private Check words(String name, ModelCatalog onProcessor, InstalledModel model) {
    var same = onProcessor.transcription(Optional.of(model.name()));
    var expected = new KnownWords(onProcessor, clip, reference).text(same);
    var found = new KnownWords(models, clip, tried).text(model);
    double rate = WordErrors.between(expected, found).rate();
    return judged(name, model.name() + ": words differ", rate, WORDS);
  }

  private Check judged(String name, String what, double rate, double tolerance) {
    var evidence = String.format(Locale.ROOT, "%s by %.1f %%", what, 100 * rate);
    return rate <= tolerance
        ? new Passed(name, evidence)
        : new Failed(
            name,
            Problem.of(
                    EngineCode.SELFTEST_FAILED,
                    "Card and processor hear different things",
                    "comparing " + name,
                    evidence,
                    SelfTest.REMEDY)
                .expecting(String.format(Locale.ROOT, "at most %.0f %%", 100 * tolerance)));
  }
}
