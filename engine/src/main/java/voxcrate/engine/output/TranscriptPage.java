package voxcrate.engine.output;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import voxcrate.engine.alignment.Script;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.SpokenTurn;
import voxcrate.engine.transcript.SpokenWord;
import voxcrate.engine.transcript.Transcript;

/// A transcript as one page for a browser: no script, nothing loaded from anywhere, and a policy in
/// the page that forbids both.
public final class TranscriptPage {
  /// Colours of speakers in the style sheet; a further speaker shares one.
  private static final int COLOURS = 8;

  /// Below this a word is shown as unsure.
  private static final double SURE = 0.5;

  /// A pause within a turn that begins a paragraph.
  private static final double PARAGRAPH_PAUSE_SECONDS = 2;

  private final StringBuilder page = new StringBuilder();
  private final Transcript transcript;
  private final SpeakerNames names;

  private TranscriptPage(Transcript transcript) {
    this.transcript = transcript;
    this.names = SpeakerNames.of(transcript);
  }

  /// @param title such as the recording's name
  /// @param run with what it was made, told at the end
  /// @param remarks about the recording, in sentences
  public static String of(
      String title, Transcript transcript, RunRecord run, List<String> remarks) {
    var page = new TranscriptPage(transcript);
    page.head(title);
    page.remarks(remarks);
    page.shares();
    page.turns();
    page.foot(run);
    return page.page.toString();
  }

  private void head(String title) {
    var name = Html.escaped(title);
    page.append("<!doctype html>\n<html lang=\"")
        .append(Html.escaped(transcript.language()))
        .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\"")
        .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        .append(name)
        .append("</title>\n<style>\n")
        .append(Html.STYLE)
        .append("</style>\n</head>\n<body>\n<main>\n<h1>")
        .append(name)
        .append("</h1>\n<p class=\"about\">")
        .append(Html.escaped(about()))
        .append("</p>\n");
  }

  private String about() {
    int speakers = transcript.speakers().size();
    var who = speakers == 0 ? "" : speakers == 1 ? " · 1 speaker" : " · " + speakers + " speakers";
    var language = Locale.of(transcript.language()).getDisplayLanguage(Locale.ENGLISH);
    return TurnText.clock(transcript.seconds()) + " · " + language + who;
  }

  private void remarks(List<String> remarks) {
    for (var remark : remarks) {
      page.append("<p class=\"remark\">").append(Html.escaped(remark)).append("</p>\n");
    }
  }

  /// How much each speaker says.
  private void shares() {
    if (!names.known()) {
      return;
    }
    double all = transcript.segments().stream().mapToDouble(TranscriptPage::seconds).sum();
    page.append("<table class=\"shares\">\n");
    for (var speaker : transcript.speakers()) {
      double own =
          transcript.segments().stream()
              .filter(segment -> segment.speaker().equals(Optional.of(speaker)))
              .mapToDouble(TranscriptPage::seconds)
              .sum();
      long percent = all > 0 ? Math.round(100 * own / all) : 0;
      page.append("<tr class=\"")
          .append(style(Optional.of(speaker)))
          .append("\"><th scope=\"row\">")
          .append(Html.escaped(speaker.spoken()))
          .append("</th><td><span class=\"bar\" style=\"width:")
          .append(percent)
          .append("%\"></span></td><td class=\"number\">")
          .append(TurnText.clock(own))
          .append("</td><td class=\"number\">")
          .append(percent)
          .append(" %</td></tr>\n");
    }
    page.append("</table>\n");
  }

  private static double seconds(Segment segment) {
    return segment.endSeconds() - segment.startSeconds();
  }

  private void turns() {
    if (transcript.segments().isEmpty()) {
      page.append("<p class=\"nothing\">Nothing is said in this recording.</p>\n");
    }
    for (var turn : SpokenTurn.of(transcript)) {
      page.append("<section class=\"turn ").append(style(turn.speaker())).append("\">\n<h2>");
      names.spoken(turn.speaker()).ifPresent(name -> page.append(Html.escaped(name)).append(' '));
      page.append("<time>")
          .append(TurnText.clock(turn.startSeconds()))
          .append("</time></h2>\n<p dir=\"auto\">");
      paragraphs(turn.segments());
      page.append("</p>\n</section>\n");
    }
  }

  private void paragraphs(List<Segment> segments) {
    for (int i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      if (i > 0) {
        double pause = segment.startSeconds() - segments.get(i - 1).endSeconds();
        boolean spaced = Script.of(segment.language()) == Script.SPACED;
        page.append(pause > PARAGRAPH_PAUSE_SECONDS ? "</p>\n<p dir=\"auto\">" : spaced ? " " : "");
      }
      if (segment.words().isEmpty()) {
        page.append(Html.escaped(segment.text()));
      }
      boolean first = true;
      for (var word : segment.words()) {
        word(word, first);
        first = false;
      }
    }
  }

  private void word(SpokenWord spoken, boolean first) {
    var word = spoken.word();
    boolean unsure = word.confidence().orElse(1) < SURE;
    boolean overlapped = !spoken.others().isEmpty();
    var text = Html.escaped(first ? word.text().strip() : word.text());
    if (!unsure && !overlapped) {
      page.append(text);
      return;
    }
    var blank = text.length() - text.stripLeading().length();
    page.append(text, 0, blank)
        .append("<span class=\"")
        .append(unsure ? "unsure" : "")
        .append(unsure && overlapped ? " " : "")
        .append(overlapped ? "overlapped" : "")
        .append("\" title=\"")
        .append(TurnText.clock(word.startSeconds()))
        .append(unsure ? ", unsure" : "")
        .append(overlapped ? ", at the same time as " + others(spoken.others()) : "")
        .append("\">")
        .append(text, blank, text.length())
        .append("</span>");
  }

  private static String others(List<Speaker> others) {
    return Html.escaped(String.join(", ", others.stream().map(Speaker::spoken).toList()));
  }

  private void foot(RunRecord run) {
    page.append("<footer><p>Words that are <span class=\"unsure\">dotted</span> are unsure;")
        .append(" those that are <span class=\"overlapped\">shaded</span> are said while somebody")
        .append(" else speaks.</p>\n<p>")
        .append(Html.escaped(run.program() + " on " + run.device()));
    for (var model : run.models()) {
      page.append(" · ").append(Html.escaped(model.name()));
    }
    page.append("</p></footer>\n</main>\n</body>\n</html>\n");
  }

  private String style(Optional<Speaker> speaker) {
    return speaker.map(known -> "s" + known.number() % COLOURS).orElse("nobody");
  }
}
