package voxcrate.engine.diarization;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import voxcrate.engine.audio.Loudness;

/// Takes away what a channel hears of the people on other channels: echo on a telephone line, the
/// neighbour at the next microphone.
///
/// Where two channels hold speech at the same time and one is louder by [#MARGIN] or more, in the
/// mean over half a second of the quieter one's turn, that one hears the louder one's person.
/// People who really speak
/// at once are seldom that far apart, and what leaks through a telephone line is weaker still.
///
/// @param seconds taken away, of all channels
record CrossTalk(List<List<Turn>> turns, double seconds) {
  /// 12 dB, as a ratio of energies.
  static final double MARGIN = 15.85;

  private static final int HALF_WINDOW = Loudness.STEPS_PER_SECOND / 4;

  /// What is left of a turn beside such a place is a word only if it is as long as this.
  private static final double SHORTEST_REST_SECONDS = 0.25;

  /// @param turns of each channel
  /// @param loudness of each channel; its time begins with that of the turns
  static CrossTalk remove(List<List<Turn>> turns, List<Loudness> loudness) {
    var active = turns.stream().map(CrossTalk::steps).toList();
    var own = new ArrayList<List<Turn>>();
    double removed = 0;
    for (int channel = 0; channel < turns.size(); channel++) {
      var kept = new ArrayList<Turn>();
      for (var turn : turns.get(channel)) {
        var rest = without(turn, foreign(turn, channel, active, loudness));
        removed += turn.seconds() - rest.stream().mapToDouble(Turn::seconds).sum();
        kept.addAll(rest);
      }
      own.add(List.copyOf(kept));
    }
    return new CrossTalk(List.copyOf(own), removed);
  }

  /// Steps of the loudness in which a channel has a turn.
  private static BitSet steps(List<Turn> turns) {
    var steps = new BitSet();
    for (var turn : turns) {
      steps.set(firstStep(turn), endStep(turn));
    }
    return steps;
  }

  /// Steps of a turn in which its channel hears somebody else.
  private static BitSet foreign(
      Turn turn, int channel, List<BitSet> active, List<Loudness> loudness) {
    var foreign = new BitSet();
    int first = firstStep(turn);
    int end = endStep(turn);
    for (int step = first; step < end; step++) {
      int from = Math.max(first, step - HALF_WINDOW);
      int to = Math.min(end, step + HALF_WINDOW + 1);
      double limit = MARGIN * loudness.get(channel).energy(from, to);
      for (int other = 0; other < active.size(); other++) {
        if (other != channel
            && active.get(other).get(step)
            && loudness.get(other).energy(from, to) >= limit) {
          foreign.set(step);
        }
      }
    }
    return foreign;
  }

  /// The turn as it is, or the pieces of it that remain.
  private static List<Turn> without(Turn turn, BitSet foreign) {
    int end = endStep(turn);
    int cut = foreign.nextSetBit(firstStep(turn));
    if (cut < 0 || cut >= end) {
      return List.of(turn);
    }
    var rest = new ArrayList<Turn>();
    int from = firstStep(turn);
    while (from < end) {
      int to = Math.min(end, nextOr(foreign.nextSetBit(from), end));
      addRest(turn, from, to, rest);
      from = foreign.nextClearBit(to);
    }
    return rest;
  }

  private static void addRest(Turn turn, int from, int to, List<Turn> rest) {
    double start = Math.max(turn.startSeconds(), from / (double) Loudness.STEPS_PER_SECOND);
    double end = Math.min(turn.endSeconds(), to / (double) Loudness.STEPS_PER_SECOND);
    if (end - start >= SHORTEST_REST_SECONDS) {
      rest.add(new Turn(start, end, turn.speaker()));
    }
  }

  private static int nextOr(int step, int otherwise) {
    return step < 0 ? otherwise : step;
  }

  private static int firstStep(Turn turn) {
    return (int) (turn.startSeconds() * Loudness.STEPS_PER_SECOND);
  }

  private static int endStep(Turn turn) {
    return (int) Math.ceil(turn.endSeconds() * Loudness.STEPS_PER_SECOND);
  }
}
