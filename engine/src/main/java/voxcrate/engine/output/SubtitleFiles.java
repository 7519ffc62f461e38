package voxcrate.engine.output;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import voxcrate.engine.output.Subtitle.Piece;
import voxcrate.engine.transcript.Transcript;

/// Subtitles as files for players: SubRip (SRT) and WebVTT, laid out as Whisper's writers do.
public final class SubtitleFiles {
  private static final int SECOND = 1000;
  private static final int MINUTE = 60 * SECOND;
  private static final int HOUR = 60 * MINUTE;

  /// Would be taken for the line of a subtitle's times.
  private static final Pattern ARROW = Pattern.compile("-{2,}>");

  private SubtitleFiles() {}

  /// Speakers as `[SPEAKER_00]: ` before the text, as in WhisperX. SRT knows no way to write a `<`
  /// that is none of its tags; it stays as it is, as everywhere.
  public static String srt(Transcript transcript, SubtitleLayout layout) {
    var names = SpeakerNames.of(transcript);
    var file = new StringBuilder();
    int number = 0;
    for (var subtitle : Subtitles.of(transcript, layout)) {
      var text = text(subtitle.pieces(), UnaryOperator.identity());
      file.append(++number)
          .append('\n')
          .append(srtClock(subtitle.startSeconds()))
          .append(" --> ")
          .append(srtClock(subtitle.endSeconds()))
          .append('\n')
          .append(names.label(subtitle.speaker()).map(name -> "[" + name + "]: ").orElse(""))
          .append(ARROW.matcher(text).replaceAll("->"))
          .append("\n\n");
    }
    return file.toString();
  }

  /// Speakers as voices (`<v Speaker 1>`); what would be markup in the text is escaped.
  public static String vtt(Transcript transcript, SubtitleLayout layout) {
    var names = SpeakerNames.of(transcript);
    var file = new StringBuilder("WEBVTT\n\n");
    for (var subtitle : Subtitles.of(transcript, layout)) {
      file.append(vttClock(subtitle.startSeconds()))
          .append(" --> ")
          .append(vttClock(subtitle.endSeconds()))
          .append('\n')
          .append(names.spoken(subtitle.speaker()).map(name -> "<v " + name + ">").orElse(""))
          .append(text(subtitle.pieces(), SubtitleFiles::escaped))
          .append("\n\n");
    }
    return file.toString();
  }

  private static String text(List<Piece> pieces, UnaryOperator<String> escape) {
    var text = new StringBuilder();
    for (var piece : pieces) {
      var word = piece.text().stripLeading();
      var before = piece.text().substring(0, piece.text().length() - word.length());
      text.append(before)
          .append(piece.underlined() ? "<u>" : "")
          .append(escape.apply(word))
          .append(piece.underlined() ? "</u>" : "");
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String srtClock(double seconds) {
    long millis = Subtitle.millis(seconds);
    return String.format(
        Locale.ROOT, "%02d:%s,%03d", millis / HOUR, minutes(millis), millis % SECOND);
  }

  private static String vttClock(double seconds) {
    long millis = Subtitle.millis(seconds);
    var hours = millis < HOUR ? "" : String.format(Locale.ROOT, "%02d:", millis / HOUR);
    return String.format(Locale.ROOT, "%s%s.%03d", hours, minutes(millis), millis % SECOND);
  }

  private static String minutes(long millis) {
    return String.format(
        Locale.ROOT, "%02d:%02d", millis % HOUR / MINUTE, millis % MINUTE / SECOND);
  }
}
