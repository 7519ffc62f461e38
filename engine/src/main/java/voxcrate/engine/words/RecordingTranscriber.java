package voxcrate.engine.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.StageClock;
import voxcrate.engine.speech.SpeechScores.Thresholds;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.Transcript;
import voxcrate.engine.transcription.Transcriber;

/// Tells what is said in a recording: stretches of speech become windows, windows become texts,
/// their words get times and speakers.
///
/// @param aligners for languages in which words are found by an alignment model; in others by where
///     the transcriber looked
/// @param clock counts what texts and times took
/// @param listener hears what is said as soon as it is known
public record RecordingTranscriber(
    Transcriber transcriber, Aligners aligners, StageClock clock, Listener listener) {
  /// What a text without a word is written in (ISO 639-2).
  private static final String UNDETERMINED = "und";

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

  public static RecordingTranscriber of(LoadedModels models, StageClock clock, Listener listener) {
    return new RecordingTranscriber(models.transcriber(), models.aligners(), clock, listener);
  }

  /// @param heard where somebody speaks in the recording, and who, where that is known
  /// @param thresholds above which somebody speaks
  /// @param log keeps what was said, and knows what was said to a run that was killed
  public Transcript transcribe(
      Recording recording, HeardRecording heard, Thresholds thresholds, WordLog log) {
    var channels = SpeechChannel.of(heard, thresholds, transcriber.windowSeconds());
    var words = channels.stream().map(this::words).toList();
    listener.begins(words.stream().mapToDouble(ChannelWords::windowSeconds).sum());
    var segments = new ArrayList<Segment>();
    words.forEach(channel -> segments.addAll(channel.hear(recording, log)));
    segments.sort(Comparator.comparingDouble(Segment::startSeconds));
    return new Transcript(language(segments), heard.diarization().seconds(), segments);
  }

  private ChannelWords words(SpeechChannel channel) {
    return new ChannelWords(
        channel, transcriber, new WordTimes(transcriber, aligners), clock, listener);
  }

  /// The one that most of the time is spoken.
  private static String language(List<Segment> segments) {
    var seconds = new HashMap<String, Double>();
    for (var segment : segments) {
      seconds.merge(segment.language(), segment.endSeconds() - segment.startSeconds(), Double::sum);
    }
    return seconds.entrySet().stream()
        .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(UNDETERMINED);
  }
}
