package voxcrate.engine.words;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.transcription.Transcriber;
import voxcrate.engine.transcription.TranscriptionOptions;

/// What a transcript is made by, loaded. Owns it.
///
/// @param pipeline that tells speakers apart; empty where nobody is to be
/// @param aligners are loaded when they are first needed
/// @param finder finds speech where there is no pipeline
public record LoadedModels(
    Optional<DiarizationPipeline> pipeline,
    Transcriber transcriber,
    Aligners aligners,
    SpeechFinder finder)
    implements AutoCloseable {
  /// @param pipeline loads it
  /// @param voiceActivity empty where none is installed or needed
  /// @param aligner the alignment model for a language such as `en`; where there is none, words are
  ///     found by where the transcription model looked
  /// @throws voxcrate.problem.ToolException when a model is altered or unusable
  public static LoadedModels open(
      Supplier<Optional<DiarizationPipeline>> pipeline,
      InstalledModel transcription,
      Optional<InstalledModel> voiceActivity,
      Function<String, Optional<InstalledModel>> aligner,
      TranscriptionOptions options,
      ExecutionTarget target) {
    var speakers = pipeline.get();
    try {
      var transcriber =
          Transcriber.open(
              transcription,
              options.withAttention(language -> aligner.apply(language).isEmpty()),
              target);
      try {
        int sampleRate = transcriber.sampleRate();
        var finder = SpeechFinder.open(voiceActivity, sampleRate, target);
        var aligners = new Aligners(aligner, sampleRate, target);
        return new LoadedModels(speakers, transcriber, aligners, finder);
      } catch (RuntimeException e) {
        transcriber.close();
        throw e;
      }
    } catch (RuntimeException e) {
      speakers.ifPresent(DiarizationPipeline::close);
      throw e;
    }
  }

  @Override
  public void close() {
    finder.close();
    aligners.close();
    transcriber.close();
    pipeline.ifPresent(DiarizationPipeline::close);
  }
}
