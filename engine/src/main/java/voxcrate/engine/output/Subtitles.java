package voxcrate.engine.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.output.Subtitle.Piece;
import voxcrate.engine.transcript.Segment;
import voxcrate.engine.transcript.SpokenWord;
import voxcrate.engine.transcript.Transcript;

/// Lays a transcript out as subtitles, by the rules of Whisper's `SubtitlesWriter`. A subtitle
/// holds the words of one speaker.
final class Subtitles {
  /// A pause that begins a new subtitle where they run on over segments.
  private static final double LONG_PAUSE_SECONDS = 3;

  private final SubtitleLayout layout;
  private final List<Subtitle> done = new ArrayList<>();
  private List<Piece> pieces = new ArrayList<>();
  private Optional<Speaker> speaker = Optional.empty();
  private int lineLength;
  private int lineCount = 1;
  private double lastSeconds;

  private Subtitles(SubtitleLayout layout) {
    this.layout = layout;
  }

  static List<Subtitle> of(Transcript transcript, SubtitleLayout layout) {
    var subtitles = new Subtitles(layout);
    transcript.segments().stream()
        .findFirst()
        .ifPresent(first -> subtitles.lastSeconds = first.startSeconds());
    transcript.segments().forEach(subtitles::add);
    subtitles.finish();
    return layout.highlightWords()
        ? subtitles.done.stream().flatMap(whole -> whole.highlighted().stream()).toList()
        : subtitles.done;
  }

  private void add(Segment segment) {
    var words = segment.words();
    if (words.isEmpty()) {
      addUntimed(segment);
      return;
    }
    boolean changes = !Objects.equals(speaker, segment.speaker());
    for (int i = 0; i < words.size(); i++) {
      boolean begins = (i % layout.words() == 0 && layout.keepsSegments()) || (i == 0 && changes);
      add(words.get(i), segment.speaker(), begins && !pieces.isEmpty());
    }
  }

  private void addUntimed(Segment segment) {
    finish();
    speaker = segment.speaker();
    var text = PlainText.oneLine(segment.text()).strip();
    pieces.add(new Piece(text, segment.startSeconds(), segment.endSeconds(), false));
    finish();
  }

  /// @param begins whether the word must begin a subtitle, though one has begun
  private void add(SpokenWord spoken, Optional<Speaker> by, boolean begins) {
    var word = spoken.word();
    var text = PlainText.oneLine(word.text());
    boolean longPause =
        !layout.keepsSegments() && word.startSeconds() - lastSeconds > LONG_PAUSE_SECONDS;
    boolean hasRoom = lineLength + length(text) <= layout.width();
    if (lineLength > 0 && hasRoom && !longPause && !begins) {
      lineLength += length(text);
    } else {
      text = text.strip();
      boolean full =
          layout.maxLineCount().isPresent()
              && (longPause || lineCount >= layout.maxLineCount().getAsInt());
      boolean breaks = lineLength > 0;
      lineLength = length(text);
      if ((full && !pieces.isEmpty()) || begins) {
        finish();
        lineLength = length(text);
      } else if (breaks) {
        lineCount++;
        text = "\n" + text;
      }
    }
    speaker = pieces.isEmpty() ? by : speaker;
    pieces.add(new Piece(text, word.startSeconds(), word.endSeconds(), false));
    lastSeconds = word.startSeconds();
  }

  private void finish() {
    if (!pieces.isEmpty()) {
      done.add(Subtitle.of(speaker, pieces));
    }
    pieces = new ArrayList<>();
    lineLength = 0;
    lineCount = 1;
  }

  /// In characters, not in halves of them.
  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
