package voxcrate.engine.words;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.models.InstalledModel;
import voxcrate.engine.onnx.ExecutionTarget;
import voxcrate.engine.speech.SpeechScores;
import voxcrate.engine.speech.VoiceActivityModel;

/// Finds where somebody speaks in a recording, when nobody asks who: by a voice activity model, or
/// where none is installed by loudness. Owns the model.
public final class SpeechFinder implements AutoCloseable {
  private final @Nullable VoiceActivityModel model;
  private final int sampleRate;

  private SpeechFinder(@Nullable VoiceActivityModel model, int sampleRate) {
    this.model = model;
    this.sampleRate = sampleRate;
  }

  /// @param installed a voice activity model
  /// @param sampleRate to listen at where there is none
  /// @throws voxcrate.problem.ToolException when the model is altered, or the target cannot run it
  public static SpeechFinder open(
      Optional<InstalledModel> installed, int sampleRate, ExecutionTarget target) {
    return installed
        .map(found -> VoiceActivityModel.open(found, target))
        .map(model -> new SpeechFinder(model, model.sampleRate()))
        .orElseGet(() -> new SpeechFinder(null, sampleRate));
  }

  /// Listens to the whole recording once.
  ///
  /// @param progress takes the seconds heard so far, again and again
  /// @return without any turns
  public HeardRecording find(Recording recording, ChannelChoice channel, DoubleConsumer progress) {
    try (var audio = recording.listen(channel, sampleRate)) {
      var speech = scores(audio, progress).shiftedBy(audio.startSeconds());
      return new HeardRecording(
          new Diarization(audio.secondsRead(), List.of(), List.of(), speech),
          recording.range(),
          List.of(channel),
          audio.files(),
          0,
          audio.remarks());
    }
  }

  private SpeechScores scores(Waveform audio, DoubleConsumer progress) {
    return model == null ? LoudSpeech.in(audio, progress) : model.scores(audio, progress);
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
    }
  }
}
