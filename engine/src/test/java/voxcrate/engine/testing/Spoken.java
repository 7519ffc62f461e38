package voxcrate.engine.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import voxcrate.engine.alignment.TimedText;
import voxcrate.engine.alignment.Word;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.SpokenWord;
import voxcrate.engine.transcript.Transcript;

/// Transcripts for tests.
public final class Spoken {
  private Spoken() {}

  public static Word word(String text, double start, double end) {
    return new Word(text, start, end, OptionalDouble.of(0.9));
  }

  /// A segment that lasts from its first word to its last, by nobody.
  public static Segment segment(Word... words) {
    var text = Arrays.stream(words).map(Word::text).collect(Collectors.joining()).strip();
    double start = words[0].startSeconds();
    double end = words[words.length - 1].endSeconds();
    return Segment.of(new TimedText(start, end, text, List.of(words)), "en", -0.25, 0.01);
  }

  /// The same, all of it by one speaker.
  public static Segment segment(int speaker, Word... words) {
    var segment = segment(words);
    var by = Optional.of(new Speaker(speaker));
    return new Segment(
        segment.startSeconds(),
        segment.endSeconds(),
        segment.text(),
        Arrays.stream(words).map(word -> new SpokenWord(word, by, List.of())).toList(),
        by,
        segment.language(),
        segment.averageLogProbability(),
        segment.noSpeechProbability());
  }

  public static Transcript transcript(Segment... segments) {
    return new Transcript("en", 4000, List.of(segments));
  }
}
