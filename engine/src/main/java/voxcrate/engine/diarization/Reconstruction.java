package voxcrate.engine.diarization;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import voxcrate.engine.diarization.TurnRecorder.Span;
import voxcrate.engine.speech.SpeechScores;

/// Puts the chunks together again: in each frame as many people speak as were counted, and they are
/// the ones most chunks agree on. Goes through the recording once, frame by frame; memory does not
/// grow with it, but for the turns.
final class Reconstruction {
  private Reconstruction() {}

  static Diarization of(
      SpeakerActivity activity,
      ClusterAssignment clusters,
      SpeakerCounts counts,
      FrameGrid grid,
      double minGapSeconds,
      double seconds) {
    // More people may speak at once than there are clusters: the surplus ones get clusters too.
    int columns = Math.max(clusters.count(), counts.largest());
    var activation = new ClusterActivation(grid.framesPerChunk(), columns);
    var turns = new TurnRecorder(grid, columns, minGapSeconds);
    var exclusive = new TurnRecorder(grid, columns, minGapSeconds);
    var on = new boolean[columns];
    int chunk = 0;
    for (int frame = 0; frame < counts.frames(); frame++) {
      while (chunk < activity.chunks() && grid.firstFrame(chunk) == frame) {
        activation.add(activity, chunk, clusters, frame);
        chunk++;
      }
      activation.strongest(frame, counts.at(frame), on);
      turns.next(on);
      activation.strongest(frame, Math.min(1, counts.at(frame)), on);
      exclusive.next(on);
      activation.forget(frame);
    }
    var speech = SpeechActivity.scores(activity, grid);
    return named(turns.finish(), exclusive.finish(), speech, seconds);
  }

  private static Diarization named(
      List<List<Span>> spans, List<List<Span>> exclusive, SpeechScores speech, double seconds) {
    var speakers = speakers(spans);
    return new Diarization(seconds, turns(spans, speakers), turns(exclusive, speakers), speech);
  }

  /// Clusters that own a turn, in the order of their numbers as text (0, 1, 10, 2): pyannote's
  /// order, kept so that the same recording gives the same names.
  private static List<Integer> speakers(List<List<Span>> spans) {
    return IntStream.range(0, spans.size())
        .filter(cluster -> !spans.get(cluster).isEmpty())
        .boxed()
        .sorted(Comparator.comparing(String::valueOf))
        .toList();
  }

  private static List<Turn> turns(List<List<Span>> spans, List<Integer> speakers) {
    return spans.stream()
        .flatMap(List::stream)
        .map(
            span ->
                new Turn(
                    span.startSeconds(),
                    span.endSeconds(),
                    new Speaker(speakers.indexOf(span.cluster()))))
        .sorted(Turn.ORDER)
        .toList();
  }
}
