package voxcrate.engine.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.Transcript;
import voxcrate.problem.ToolException;

/// What is said in a recording, put together from its channels.
final class RecordingText {
  /// What a text without a word is written in (ISO 639-2).
  private static final String UNDETERMINED = "und";

  private final double seconds;
  private final RecordingTranscriber.Outcome outcome;
  private final List<Segment> segments = new ArrayList<>();
  private int channels;
  private boolean isOver;

  /// @param seconds of the recording
  /// @param channels that it is put together from
  /// @param outcome hears of the end
  RecordingText(double seconds, int channels, RecordingTranscriber.Outcome outcome) {
    this.seconds = seconds;
    this.channels = channels;
    this.outcome = outcome;
  }

  void add(List<Segment> spoken) {
    segments.addAll(spoken);
  }

  /// Nothing more comes of one of the channels.
  void channelDone() {
    channels--;
    if (channels == 0 && !isOver) {
      isOver = true;
      segments.sort(Comparator.comparingDouble(Segment::startSeconds));
      outcome.done(new Transcript(language(), seconds, segments));
    }
  }

  void fail(ToolException failure) {
    if (!isOver) {
      isOver = true;
      outcome.failed(failure);
    }
  }

  boolean isOver() {
    return isOver;
  }

  /// The one that most of the time is spoken.
  private String language() {
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
