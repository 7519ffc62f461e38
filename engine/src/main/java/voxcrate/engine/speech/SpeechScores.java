package voxcrate.engine.speech;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import voxcrate.engine.audio.TimeRange;

/// How likely somebody speaks, frame by frame, and the regions that follow from it.
///
/// The rules are those of WhisperX's `Binarize`: speech begins above one threshold and ends below a
/// lower one, and a region that outgrows what can be transcribed at once is cut where speech is
/// least likely in the later half of it.
public final class SpeechScores {
  /// Of a recording that nobody speaks in.
  public static final SpeechScores NONE = new SpeechScores(new float[0], 0, 1);

  private final float[] scores;
  private final double firstSeconds;
  private final double stepSeconds;

  /// @param scores from 0 to 1; not copied
  /// @param firstSeconds the time that the first frame stands for
  public SpeechScores(float[] scores, double firstSeconds, double stepSeconds) {
    this.scores = scores;
    this.firstSeconds = firstSeconds;
    this.stepSeconds = stepSeconds;
  }

  /// When speech begins and ends, as probabilities.
  ///
  /// @param onset above it speech begins
  /// @param offset below it speech ends
  public record Thresholds(double onset, double offset) {
    /// Those of WhisperX.
    public static final Thresholds USUAL = new Thresholds(0.500, 0.363);

    public Thresholds {
      if (!(0 <= offset && offset <= onset && onset <= 1)) {
        throw new IllegalArgumentException("thresholds " + onset + " and " + offset);
      }
    }
  }

  /// Of several channels: the highest of each frame.
  ///
  /// @param channels frame by frame at the same times
  public static SpeechScores ofAny(List<SpeechScores> channels) {
    var longest =
        channels.stream()
            .max((one, other) -> Integer.compare(one.scores.length, other.scores.length))
            .orElse(NONE);
    var highest = longest.scores.clone();
    for (var channel : channels) {
      for (int frame = 0; frame < channel.scores.length; frame++) {
        highest[frame] = Math.max(highest[frame], channel.scores[frame]);
      }
    }
    return new SpeechScores(highest, longest.firstSeconds, longest.stepSeconds);
  }

  /// How many frames there are.
  public int size() {
    return scores.length;
  }

  /// The score of one frame, from 0 to 1.
  public float score(int frame) {
    return scores[frame];
  }

  /// The same on another time line, whose zero lies so much earlier.
  public SpeechScores shiftedBy(double seconds) {
    return new SpeechScores(scores, firstSeconds + seconds, stepSeconds);
  }

  /// @param maxSeconds no region is longer
  /// @return by time, without overlap; a cut region is followed by its rest
  public List<TimeRange> regions(Thresholds thresholds, double maxSeconds) {
    var regions = new ArrayList<TimeRange>();
    int last = scores.length - 1;
    boolean speaking = scores.length > 0 && scores[0] > thresholds.onset();
    double start = firstSeconds;
    int kept = 0; // the first frame whose score counts for the next cut
    for (int frame = 1; frame <= last; frame++) {
      if (!speaking) {
        if (scores[frame] > thresholds.onset()) {
          speaking = true;
          start = seconds(frame);
          kept = frame;
        }
      } else if (seconds(frame) - start > maxSeconds) {
        int cut = leastLikely(kept + (frame - kept) / 2, frame);
        regions.add(new TimeRange(start, seconds(cut)));
        start = seconds(cut);
        kept = cut + 1;
      } else if (scores[frame] < thresholds.offset()) {
        regions.add(new TimeRange(start, seconds(frame)));
        speaking = false;
      }
    }
    if (speaking && start < seconds(last)) {
      regions.add(new TimeRange(start, seconds(last)));
    }
    return regions;
  }

  private int leastLikely(int from, int to) {
    int best = from;
    for (int frame = from + 1; frame < to; frame++) {
      if (scores[frame] < scores[best]) {
        best = frame;
      }
    }
    return best;
  }

  private double seconds(int frame) {
    return firstSeconds + frame * stepSeconds;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpeechScores that
        && firstSeconds == that.firstSeconds
        && stepSeconds == that.stepSeconds
        && Arrays.equals(scores, that.scores);
  }

  @Override
  public int hashCode() {
    return Objects.hash(firstSeconds, stepSeconds, Arrays.hashCode(scores));
  }

  @Override
  public String toString() {
    return scores.length + " frames from " + firstSeconds + " s on";
  }
}
