package voxcrate.engine.cli;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import voxcrate.cli.Program;
import voxcrate.engine.diarization.Stage;
import voxcrate.engine.diarization.StageClock;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.output.RunRecord;
import voxcrate.engine.transcript.Transcript;
import voxcrate.json.Json;

/// What is noted of one recording's run, from its beginning on.
final class RunNotes {
  private final Transcribe verb;
  private final TextModels models;
  private final Map<String, Json> textParameters;
  private final ExecutionTarget target;
  private final Instant started = Instant.now();

  /// @param textParameters what the text depends on
  /// @param target that models run on
  RunNotes(
      Transcribe verb,
      TextModels models,
      Map<String, Json> textParameters,
      ExecutionTarget target) {
    this.verb = verb;
    this.models = models;
    this.textParameters = textParameters;
    this.target = target;
  }

  RunRecord record(StageClock clock, Transcript transcript) {
    return new RunRecord(
        "voxcrate " + Program.Version.number(),
        started,
        target.label(),
        threads(target),
        models.used(transcript),
        parameters(),
        seconds(clock),
        devices(clock, target));
  }

  private static int threads(ExecutionTarget target) {
    return switch (target) {
      case ExecutionTarget.Cpu(int threads) -> threads;
      case ExecutionTarget.Cuda _ -> 1;
    };
  }

  private Map<String, Json> parameters() {
    var parameters = new TreeMap<>(textParameters);
    models
        .pipeline()
        .ifPresent(
            _ -> {
              var bounds = verb.recordings.speakers.bounds();
              parameters.put("min_speakers", Json.of(bounds.min()));
              if (bounds.max() < Integer.MAX_VALUE) {
                parameters.put("max_speakers", Json.of(bounds.max()));
              }
            });
    return parameters;
  }

  private static Map<String, Double> seconds(StageClock clock) {
    return ofStages(clock, clock::seconds);
  }

  /// Networks compute on the target, all else on the processor.
  private static Map<String, String> devices(StageClock clock, ExecutionTarget target) {
    return ofStages(clock, stage -> Stage.OF_NETWORKS.contains(stage) ? target.label() : "cpu");
  }

  /// Something of each stage that took time.
  private static <T> Map<String, T> ofStages(StageClock clock, Function<Stage, T> what) {
    var all = new TreeMap<String, T>();
    for (var stage : Stage.values()) {
      if (clock.seconds(stage) > 0) {
        all.put(stage.name().toLowerCase(Locale.ROOT), what.apply(stage));
      }
    }
    return all;
  }
}
