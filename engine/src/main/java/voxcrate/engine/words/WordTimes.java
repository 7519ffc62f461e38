package voxcrate.engine.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import voxcrate.engine.alignment.AttendedWindow;
import voxcrate.engine.alignment.AttentionAligner;
import voxcrate.engine.alignment.AttentionScores;
import voxcrate.engine.alignment.ForcedAligner;
import voxcrate.engine.alignment.SpokenTokens;
import voxcrate.engine.alignment.TimedText;
import voxcrate.engine.alignment.TokenGroup;
import voxcrate.engine.alignment.Utterance;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcription.Transcriber;
import voxcrate.engine.transcription.TranscriptSegment;
import voxcrate.engine.transcription.WindowTranscript;
import voxcrate.engine.transcription.decoding.CrossAttention;

/// When the words of a channel's windows are said, window after window: by the alignment model of
/// the language, else by where the transcription model looked.
final class WordTimes {
  private final Transcriber transcriber;
  private final Aligners aligners;

  /// When somebody last spoke.
  private double lastSpeechSeconds;

  WordTimes(Transcriber transcriber, Aligners aligners) {
    this.transcriber = transcriber;
    this.aligners = aligners;
  }

  /// @param earlier what was said before, to a run that was killed
  void goOnAfter(List<SaidWindow> earlier) {
    earlier.forEach(window -> remember(window.segments()));
  }

  /// @param samples of the window, at the transcription model's sample rate
  /// @return sentences by time; none where nobody speaks
  List<Segment> of(WindowTranscript window, float[] samples) {
    var language = window.language();
    var aligner = aligners.of(language);
    var timed =
        aligner.isPresent()
            ? aligned(aligner.get(), window, samples)
            : window.attention().map(attention -> attended(window, attention)).orElse(List.of());
    var segments =
        timed.stream()
            .map(
                text ->
                    Segment.of(
                        text,
                        transcriber.languageOfText(language),
                        window.decoded().averageLogProbability(),
                        window.decoded().noSpeechProbability()))
            .toList();
    remember(segments);
    return segments;
  }

  private void remember(List<Segment> segments) {
    segments.forEach(
        segment -> lastSpeechSeconds = Math.max(lastSpeechSeconds, segment.endSeconds()));
  }

  private List<TimedText> aligned(ForcedAligner aligner, WindowTranscript window, float[] samples) {
    var timed = new ArrayList<TimedText>();
    for (var segment : window.segments()) {
      var utterance =
          new Utterance(
              segment.startSeconds(), segment.endSeconds(), segment.text(), window.language());
      timed.addAll(aligner.align(utterance, part(samples, window, segment)));
    }
    return timed;
  }

  /// The samples of a segment of the window.
  private float[] part(float[] samples, WindowTranscript window, TranscriptSegment segment) {
    double start = window.window().startSeconds();
    return Arrays.copyOfRange(
        samples,
        sample(segment.startSeconds() - start, samples.length),
        sample(segment.endSeconds() - start, samples.length));
  }

  private int sample(double seconds, int length) {
    return Math.clamp(Math.round(seconds * transcriber.sampleRate()), 0, length);
  }

  private List<TimedText> attended(WindowTranscript window, CrossAttention attention) {
    var segments =
        window.segments().stream().map(segment -> spoken(segment, window.language())).toList();
    return AttentionAligner.align(attendedWindow(window, attention), segments).stream()
        .flatMap(text -> text.sentences(window.language()).stream())
        .toList();
  }

  private AttendedWindow attendedWindow(WindowTranscript window, CrossAttention attention) {
    double positionSeconds = transcriber.windowSeconds() / attention.positions();
    int used = (int) Math.ceil(window.window().seconds() / positionSeconds);
    return new AttendedWindow(
        window.window().startSeconds(),
        positionSeconds,
        new AttentionScores(
            attention.fit().toArray(),
            attention.heads(),
            attention.tokens().size(),
            attention.positions()),
        Math.clamp(used, 1, attention.positions()),
        // The token that asks for text without times stands behind what the aligner calls prompt.
        attention.promptTokens() - 1,
        attention.probabilities().toList(),
        lastSpeechSeconds);
  }

  private SpokenTokens spoken(TranscriptSegment segment, String language) {
    var groups =
        transcriber.words(segment, language).stream()
            .map(word -> new TokenGroup(word.text(), word.tokens().size()))
            .toList();
    return new SpokenTokens(segment.startSeconds(), segment.endSeconds(), groups);
  }
}
