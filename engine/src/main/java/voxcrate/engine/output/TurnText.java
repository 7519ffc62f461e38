package voxcrate.engine.output;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import voxcrate.engine.audio.HeardFile;
import voxcrate.engine.audio.stream.Damage;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.diarization.Turn;

/// A recording's turns for people.
public final class TurnText {
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;

  /// A day has ten thousand turns; on a terminal people want to see whether it was heard well.
  private static final int SHOWN = 40;

  private TurnText() {}

  /// One line a turn: `Speaker 1: 0:01.2–0:04.0`; of several files also where in which one:
  /// `(b.wav 0:00.2)`.
  public static String lines(HeardRecording heard) {
    var text = new StringBuilder();
    for (var turn : heard.diarization().turns()) {
      text.append(turn.speaker().spoken()).append(": ").append(span(turn));
      heard
          .fileAt(turn.startSeconds())
          .ifPresent(file -> text.append(" (").append(place(file, turn)).append(')'));
      text.append('\n');
    }
    return text.toString();
  }

  /// What is lost of a damaged file, in words.
  public static String lost(Damage damage) {
    var lost =
        damage.missingSeconds() > 0
            ? String.format(Locale.ROOT, "%.1f s are missing", damage.missingSeconds())
            : "something is missing";
    var places = damage.places() > 1 ? " in " + damage.places() + " places" : "";
    return "damaged: %s%s, from %s on (%s); what is left was heard"
        .formatted(lost, places, clock(damage.fromSeconds()), damage.found());
  }

  /// Aligned columns for a terminal: start, end, length, speaker of the first turns, how many more
  /// there are, and how long each speaker speaks. No final line break.
  ///
  /// @param rest where all of them are
  public static String table(Diarization diarization, String rest) {
    var turns = diarization.turns();
    if (turns.isEmpty()) {
      return "Nobody speaks in this recording.";
    }
    var text = new StringBuilder(row("start", "end", "length", "speaker"));
    for (var turn : turns.subList(0, Math.min(SHOWN, turns.size()))) {
      text.append('\n')
          .append(
              row(
                  clock(turn.startSeconds()),
                  clock(turn.endSeconds()),
                  String.format(Locale.ROOT, "%.1f s", turn.seconds()),
                  turn.speaker().spoken()));
    }
    if (turns.size() > SHOWN) {
      text.append(
          String.format(
              Locale.ROOT, "\n      ... and %,d more turns: %s", turns.size() - SHOWN, rest));
      turns.stream()
          .collect(groupingBy(Turn::speaker, LinkedHashMap::new, toList()))
          .forEach((speaker, own) -> text.append('\n').append(sum(speaker, own)));
    }
    return text.toString();
  }

  private static String sum(Speaker speaker, List<Turn> turns) {
    double seconds = turns.stream().mapToDouble(Turn::seconds).sum();
    return String.format(
        Locale.ROOT,
        "%s speaks for %s in %,d turns",
        speaker.spoken(),
        clock(seconds),
        turns.size());
  }

  private static String row(String start, String end, String length, String speaker) {
    return String.format(Locale.ROOT, "%10s  %10s  %9s  %s", start, end, length, speaker);
  }

  private static String span(Turn turn) {
    return clock(turn.startSeconds()) + "–" + clock(turn.endSeconds());
  }

  private static String place(HeardFile file, Turn turn) {
    return file.file().getFileName() + " " + clock(turn.startSeconds() - file.startSeconds());
  }

  /// `0:01.2`, `1:02:03.4`.
  static String clock(double seconds) {
    long tenths = Math.round(seconds * 10);
    long whole = tenths / 10;
    double rest = whole % MINUTE + tenths % 10 / 10.0;
    return whole < HOUR
        ? String.format(Locale.ROOT, "%d:%04.1f", whole / MINUTE, rest)
        : String.format(Locale.ROOT, "%d:%02d:%04.1f", whole / HOUR, whole % HOUR / MINUTE, rest);
  }
}
