package voxcrate.engine.words;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.StageClock;
import voxcrate.engine.speech.SpeechScores.Thresholds;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.Transcript;
import voxcrate.engine.transcription.Transcriber;
import voxcrate.problem.ToolException;

/// Tells what is said in a recording: stretches of speech become windows, windows become texts,
/// their words get times and speakers.
///
/// @param aligners for languages in which words are found by an alignment model; in others by where
///     the transcriber looked
/// @param clock counts what texts and times took
/// @param listener hears what is said as soon as it is known
public record RecordingTranscriber(
    Transcriber transcriber, Aligners aligners, StageClock clock, Listener listener) {
  /// Hears what is said as soon as it is known.
  public interface Listener {
    Listener NOBODY =
        new Listener() {
          @Override
          public void begins(double windowSeconds) {}

          @Override
          public void said(List<Segment> segments, double windowSeconds) {}
        };

    /// @param windowSeconds that will be transcribed, of all channels
    void begins(double windowSeconds);

    /// @param segments of a window, by time
    /// @param windowSeconds how long it is
    void said(List<Segment> segments, double windowSeconds);
  }

  /// Hears what became of a recording.
  public interface Outcome {
    void done(Transcript transcript);

    /// Words of other recordings are not concerned.
    void failed(ToolException failure);
  }

  public static RecordingTranscriber of(LoadedModels models, StageClock clock, Listener listener) {
    return new RecordingTranscriber(models.transcriber(), models.aligners(), clock, listener);
  }

  /// The last words of a recording may be found together with the first of the next one, and at the
  /// latest when the transcriber [finishes][Transcriber#finish].
  ///
  /// @param heard where somebody speaks in the recording, and who, where that is known
  /// @param thresholds above which somebody speaks
  /// @param log keeps what was said, and knows what was said to a run that was killed
  /// @param outcome hears of the end once, in this call or a later one
  public void begin(
      Recording recording,
      HeardRecording heard,
      Thresholds thresholds,
      WordLog log,
      Outcome outcome) {
    var channels = SpeechChannel.of(heard, thresholds, transcriber.windowSeconds());
    var words = channels.stream().map(this::words).toList();
    listener.begins(words.stream().mapToDouble(ChannelWords::windowSeconds).sum());
    var text = new RecordingText(heard.diarization().seconds(), words.size(), outcome);
    try {
      for (var channel : words) {
        if (!text.isOver()) {
          channel.hear(recording, log, text);
        }
      }
    } catch (ToolException e) {
      text.fail(e);
    }
  }

  /// The same of a recording that has no company.
  ///
  /// @throws ToolException when it cannot be read, or the models fail
  public Transcript transcribe(
      Recording recording, HeardRecording heard, Thresholds thresholds, WordLog log) {
    var alone = new Alone();
    begin(recording, heard, thresholds, log, alone);
    transcriber.finish();
    return alone.transcript();
  }

  private static final class Alone implements Outcome {
    private @Nullable Transcript transcript;
    private @Nullable ToolException failure;

    @Override
    public void done(Transcript transcript) {
      this.transcript = transcript;
    }

    @Override
    public void failed(ToolException failure) {
      this.failure = failure;
    }

    private Transcript transcript() {
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(transcript);
    }
  }

  private ChannelWords words(SpeechChannel channel) {
    return new ChannelWords(
        channel, transcriber, new WordTimes(transcriber, aligners), clock, listener);
  }
}
