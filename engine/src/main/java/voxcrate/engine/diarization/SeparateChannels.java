package voxcrate.engine.diarization;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import voxcrate.engine.audio.Loudness;
import voxcrate.engine.speech.SpeechScores;

/// Puts together what was heard on channels that hold one person each.
///
/// @param diarization of all, without cross-talk
/// @param crossTalkSeconds taken away
record SeparateChannels(Diarization diarization, double crossTalkSeconds) {

  /// @param channels what was heard on each, as of one speaker
  /// @param loudness of each channel
  static SeparateChannels together(List<Diarization> channels, List<Loudness> loudness) {
    var byChannel =
        IntStream.range(0, channels.size())
            .mapToObj(channel -> named(channels.get(channel), Speaker.onChannel(channel + 1)))
            .toList();
    var own = CrossTalk.remove(byChannel, loudness);
    var turns = own.turns().stream().flatMap(List::stream).sorted(Turn.ORDER).toList();
    double seconds = channels.stream().mapToDouble(Diarization::seconds).max().orElse(0);
    var speech = SpeechScores.ofAny(channels.stream().map(Diarization::speech).toList());
    var diarization = new Diarization(seconds, turns, exclusive(turns, loudness), speech);
    return new SeparateChannels(diarization, own.seconds());
  }

  private static List<Turn> named(Diarization channel, Speaker speaker) {
    return channel.turns().stream()
        .map(turn -> new Turn(turn.startSeconds(), turn.endSeconds(), speaker))
        .toList();
  }

  /// Between two boundaries the loudest of those who speak.
  private static List<Turn> exclusive(List<Turn> turns, List<Loudness> loudness) {
    var boundaries = new TreeSet<Double>();
    turns.forEach(turn -> boundaries.addAll(List.of(turn.startSeconds(), turn.endSeconds())));
    var times = new ArrayList<>(boundaries);
    var waiting = new ArrayList<Turn>();
    var exclusive = new ArrayList<Turn>();
    int next = 0;
    for (int i = 0; i + 1 < times.size(); i++) {
      double start = times.get(i);
      double end = times.get(i + 1);
      waiting.removeIf(turn -> turn.endSeconds() <= start);
      while (next < turns.size() && turns.get(next).startSeconds() <= start) {
        waiting.add(turns.get(next++));
      }
      waiting.stream()
          .max(Comparator.comparingDouble(turn -> energy(turn, start, end, loudness)))
          .ifPresent(turn -> append(exclusive, new Turn(start, end, turn.speaker())));
    }
    return exclusive;
  }

  private static void append(List<Turn> turns, Turn next) {
    var last = turns.isEmpty() ? null : turns.getLast();
    if (last != null
        && last.speaker().equals(next.speaker())
        && last.endSeconds() == next.startSeconds()) {
      turns.set(turns.size() - 1, new Turn(last.startSeconds(), next.endSeconds(), last.speaker()));
    } else {
      turns.add(next);
    }
  }

  private static double energy(
      Turn turn, double startSeconds, double endSeconds, List<Loudness> loudness) {
    return loudness
        .get(turn.speaker().number())
        .energy(
            (int) (startSeconds * Loudness.STEPS_PER_SECOND),
            (int) Math.ceil(endSeconds * Loudness.STEPS_PER_SECOND));
  }
}
