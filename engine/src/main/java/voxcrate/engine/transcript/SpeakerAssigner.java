package voxcrate.engine.transcript;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.engine.alignment.Word;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.Speaker;
import voxcrate.engine.diarization.Turn;

/// Tells who says each word.
///
/// 1. A word belongs to the speaker whose exclusive turns it overlaps most, of equals to the one
///    who speaks first; a word outside all turns to that of the nearest turn, if there is one
///    within a second. So far WhisperX, but for its nearest: that goes by the middles of turns, and
///    a long turn beside the word loses to a short one further off.
/// 2. Somebody else is marked as speaking at the same time who speaks for half of the word or more.
/// 3. A single word inside a sentence goes to whoever says most of the sentence ([Flicker]).
/// 4. A sentence is parted where speakers still change in it.
public final class SpeakerAssigner {
  /// How far off a turn may be to count as the word's.
  private static final double NEAR_SECONDS = 1;

  /// Share of a word's time from which on somebody else speaks too.
  private static final double OVERLAP_SHARE = 0.5;

  private final TurnIndex exclusive;
  private final TurnIndex all;

  public SpeakerAssigner(Diarization diarization) {
    this.exclusive = new TurnIndex(diarization.exclusiveTurns());
    this.all = new TurnIndex(diarization.turns());
  }

  /// @return the segments by time, each of one speaker
  public List<Segment> assign(List<Segment> segments) {
    var assigned = new ArrayList<Segment>();
    for (var segment : segments) {
      if (segment.words().isEmpty()) {
        assigned.add(segment.by(speaker(segment.startSeconds(), segment.endSeconds())));
      } else {
        addParts(assigned, segment, Flicker.smoothed(words(segment)));
      }
    }
    return assigned;
  }

  private List<SpokenWord> words(Segment segment) {
    return segment.words().stream().map(spoken -> spoken(spoken.word())).toList();
  }

  private SpokenWord spoken(Word word) {
    var speaker = speaker(word.startSeconds(), word.endSeconds());
    double enough = OVERLAP_SHARE * word.seconds();
    var others =
        shares(all, word.startSeconds(), word.endSeconds()).entrySet().stream()
            .filter(share -> share.getValue() > 0 && share.getValue() >= enough)
            .map(Map.Entry::getKey)
            .filter(other -> speaker.isPresent() && !other.equals(speaker.get()))
            .sorted(Comparator.comparingInt(Speaker::number))
            .toList();
    return new SpokenWord(word, speaker, others);
  }

  private Optional<Speaker> speaker(double start, double end) {
    Optional<Speaker> best = Optional.empty();
    double most = 0;
    for (var share : shares(exclusive, start, end).entrySet()) {
      if (share.getValue() > most) {
        most = share.getValue();
        best = Optional.of(share.getKey());
      }
    }
    return best.or(() -> exclusive.nearest(start, end, NEAR_SECONDS).map(Turn::speaker));
  }

  /// Seconds of each speaker between two times, in the order in which they begin.
  private static Map<Speaker, Double> shares(TurnIndex turns, double start, double end) {
    var shares = new LinkedHashMap<Speaker, Double>();
    for (var turn : turns.between(start, end)) {
      double seconds = Math.min(end, turn.endSeconds()) - Math.max(start, turn.startSeconds());
      shares.merge(turn.speaker(), seconds, Double::sum);
    }
    return shares;
  }

  private static void addParts(List<Segment> parts, Segment segment, List<SpokenWord> words) {
    int first = 0;
    for (int i = 1; i <= words.size(); i++) {
      if (i == words.size() || !words.get(i).speaker().equals(words.get(first).speaker())) {
        boolean isWhole = first == 0 && i == words.size();
        var part = segment.part(words.subList(first, i));
        parts.add(isWhole ? whole(segment, part) : part);
        first = i;
      }
    }
  }

  /// A sentence of one speaker keeps its own times and text.
  private static Segment whole(Segment segment, Segment part) {
    return new Segment(
        segment.startSeconds(),
        segment.endSeconds(),
        segment.text(),
        part.words(),
        part.speaker(),
        segment.language(),
        segment.averageLogProbability(),
        segment.noSpeechProbability());
  }
}
