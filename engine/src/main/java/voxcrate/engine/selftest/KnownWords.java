package voxcrate.engine.selftest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import voxcrate.engine.EngineCode;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.DecodingOptions;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.diarization.StageClock;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.models.ModelCatalog;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.score.SaidText;
import voxcrate.engine.score.WordErrors;
import voxcrate.engine.selftest.Check.Failed;
import voxcrate.engine.selftest.Check.Passed;
import voxcrate.engine.speech.SpeechScores.Thresholds;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.Transcript;
import voxcrate.engine.transcription.TranscriptionOptions;
import voxcrate.engine.words.LoadedModels;
import voxcrate.engine.words.RecordingTranscriber;
import voxcrate.engine.words.WordLog;
import voxcrate.problem.Problem;

/// Whether a transcription model writes down what is said in a known recording.
///
/// How well it does is told, and no reason to fail: the recording is English and synthetic, and a
/// model for another language is as good as any. One that hears no word at all is broken.
///
/// @param clip folder with `clip.flac` and its text `clip.txt`
record KnownWords(ModelCatalog models, Path clip, ExecutionTarget target) {
  Check check(String name, InstalledModel model) {
    long start = System.nanoTime();
    var transcript = transcript(model);
    double seconds = (System.nanoTime() - start) / 1e9;
    var said = text(transcript);
    var errors = WordErrors.between(SaidText.read(clip.resolve("clip.txt")), said);
    var evidence =
        String.format(
            Locale.ROOT,
            "%s: WER %.1f %%, %.1f s of sound in %.1f s",
            model.name(),
            100 * errors.rate(),
            transcript.seconds(),
            seconds);
    return said.isBlank() ? new Failed(name, unheard(evidence)) : new Passed(name, evidence);
  }

  /// What is said, as a model hears it.
  String text(InstalledModel model) {
    return text(transcript(model));
  }

  private static String text(Transcript transcript) {
    return transcript.segments().stream().map(Segment::text).collect(Collectors.joining(" "));
  }

  private Transcript transcript(InstalledModel model) {
    var recording =
        Recording.of(List.of(clip.resolve("clip.flac")), DecodingOptions.DEFAULT, TimeRange.WHOLE);
    try (var loaded = open(model)) {
      var heard = loaded.finder().find(recording, new ChannelChoice.Average(), _ -> {});
      return RecordingTranscriber.of(loaded, new StageClock(), RecordingTranscriber.Listener.NOBODY)
          .transcribe(recording, heard, Thresholds.USUAL, WordLog.none());
    }
  }

  private LoadedModels open(InstalledModel model) {
    return LoadedModels.open(
        Optional::empty,
        model,
        models.voiceActivity(),
        models::alignment,
        TranscriptionOptions.DEFAULT,
        target);
  }

  private Problem unheard(String evidence) {
    return Problem.of(
            EngineCode.SELFTEST_FAILED,
            "Known recording was not heard as it should be",
            "listening to " + clip.resolve("clip.flac"),
            evidence,
            SelfTest.REMEDY)
        .expecting("words");
  }

  /// Whether there is anything to be heard, and to compare with.
  boolean isPossible() {
    return Files.exists(clip.resolve("clip.flac")) && Files.exists(clip.resolve("clip.txt"));
  }
}
