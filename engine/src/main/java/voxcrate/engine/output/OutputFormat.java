package voxcrate.engine.output;

import java.util.Locale;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.Rttm;
import voxcrate.engine.transcript.Transcript;

/// A kind of file that a transcript is written as.
public enum OutputFormat {
  JSON,
  SRT,
  VTT,
  TXT,
  TSV,
  RTTM,
  HTML;

  /// Of the file's name.
  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a file is made of.
  ///
  /// @param name of the recording
  public record Content(
      String name,
      HeardRecording heard,
      Transcript transcript,
      SubtitleLayout layout,
      RunRecord run) {}

  /// The file's text; that of JSON is the business of [TranscriptDocument].
  public String text(Content content) {
    var transcript = content.transcript();
    return switch (this) {
      case JSON -> throw new IllegalArgumentException("a document, not a text");
      case SRT -> SubtitleFiles.srt(transcript, content.layout());
      case VTT -> SubtitleFiles.vtt(transcript, content.layout());
      case TXT -> TranscriptText.lines(transcript);
      case TSV -> TranscriptText.tsv(transcript);
      case RTTM -> Rttm.write(content.name(), content.heard().diarization().turns());
      case HTML ->
          TranscriptPage.of(content.name(), transcript, content.run(), content.heard().remarks());
    };
  }
}
