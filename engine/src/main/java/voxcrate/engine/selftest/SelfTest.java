package voxcrate.engine.selftest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.onnx.ExecutionTarget.Cpu;
import voxcrate.engine.onnx.ExecutionTarget.Cuda;
import voxcrate.engine.onnx.OnnxModel;
import voxcrate.engine.onnx.OnnxRuntime;
import voxcrate.engine.onnx.OperatorProfile;
import voxcrate.engine.selftest.Check.Failed;
import voxcrate.engine.selftest.Check.Passed;
import voxcrate.engine.selftest.Check.Skipped;
import voxcrate.problem.ToolException;

/// Shows with a known recording that this machine hears what it should.
///
/// @param clip folder with `clip.flac`, who speaks in it (`clip.rttm`), and what (`clip.txt`)
/// @param targets each is tried
public record SelfTest(ModelCatalog models, Path clip, List<ExecutionTarget> targets) {
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
      switch (target) {
        case Cpu _ -> checks.addAll(known(target));
        case Cuda card -> checks.addAll(onCard(card));
      }
    }
    return new SelfTestReport(checks);
  }

  private List<Check> known(ExecutionTarget target) {
    var checks = new ArrayList<>(listen(target));
    checks.addAll(words(target));
    return checks;
  }

  /// The card, what it makes of the known recording, whether all that is heavy ran there, and how
  /// far its results are from the processor's.
  private List<Check> onCard(Cuda card) {
    var name = "card " + card.label();
    var found = attempt(name, () -> new Passed(name, OnnxRuntime.card(card)));
    if (found instanceof Failed) {
      return List.of(found);
    }
    var checks = new ArrayList<>(List.of(found));
    try (var profile = OperatorProfile.begin()) {
      checks.addAll(known(card));
      checks.add(TargetComparison.operators(card, profile.where()));
    }
    var threads = new Cpu(Runtime.getRuntime().availableProcessors());
    checks.addAll(new TargetComparison(models, clip, threads, card).checks());
    return checks;
  }

  static Check attempt(String name, Supplier<Check> check) {
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
    var known = new KnownSpeakers(models, clip, target);
    return models.pipelines().stream()
        .map(pipeline -> attempt(name, () -> known.check(name, pipeline)))
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
}
