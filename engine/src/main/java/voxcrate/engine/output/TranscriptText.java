package voxcrate.engine.output;

import java.util.Locale;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.Transcript;

/// A transcript as lines of text, one a segment, as Whisper's and WhisperX's writers give them.
public final class TranscriptText {
  /// What a spreadsheet takes for the beginning of a formula.
  private static final String FORMULA_MARKS = "=+-@";

  private TranscriptText() {}

  /// For people: `Speaker 1: text`.
  public static String lines(Transcript transcript) {
    var names = SpeakerNames.of(transcript);
    var file = new StringBuilder();
    for (var segment : transcript.segments()) {
      names.spoken(segment.speaker()).ifPresent(name -> file.append(name).append(": "));
      file.append(PlainText.oneLine(segment.text()).strip()).append('\n');
    }
    return file.toString();
  }

  /// A segment as it is shown while it comes: when, who, what.
  ///
  /// @param speakers whether anybody is told apart
  public static String shown(Segment segment, boolean speakers) {
    var name = new SpeakerNames(speakers).spoken(segment.speaker());
    return String.format(
        Locale.ROOT,
        "%9s  %s%s",
        TurnText.clock(segment.startSeconds()),
        name.map(known -> known + ": ").orElse(""),
        PlainText.oneLine(segment.text()).strip());
  }

  /// Tab-separated: start and end in milliseconds, text. A text that a spreadsheet would compute
  /// gets an apostrophe before it, which spreadsheets do not show.
  public static String tsv(Transcript transcript) {
    var file = new StringBuilder("start\tend\ttext\n");
    for (var segment : transcript.segments()) {
      var text = PlainText.oneLine(segment.text()).strip();
      file.append(Subtitle.millis(segment.startSeconds()))
          .append('\t')
          .append(Subtitle.millis(segment.endSeconds()))
          .append('\t')
          .append(!text.isEmpty() && FORMULA_MARKS.indexOf(text.charAt(0)) >= 0 ? "'" : "")
          .append(text)
          .append('\n');
    }
    return file.toString();
  }
}
