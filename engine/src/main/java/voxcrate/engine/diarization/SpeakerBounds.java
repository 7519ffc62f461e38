package voxcrate.engine.diarization;

import java.util.Optional;
import voxcrate.engine.EngineCode;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// How many speakers there may be, both ends included.
public record SpeakerBounds(int min, int max) {
  public static final SpeakerBounds ANY = new SpeakerBounds(1, Integer.MAX_VALUE);

  public SpeakerBounds {
    if (min < 1 || max < min) {
      throw new ToolException(
          Problem.of(
              EngineCode.BOUNDS_CONTRADICT,
              "Numbers of speakers contradict each other",
              "reading the options",
              "at least " + min + " and at most " + max + " speakers",
              "give --num-speakers alone, or --min-speakers not above --max-speakers, from 1 up"));
    }
  }

  /// An exact number wins over a range; what is not said is open.
  public static SpeakerBounds of(
      Optional<Integer> exact, Optional<Integer> least, Optional<Integer> most) {
    return exact
        .map(number -> new SpeakerBounds(number, number))
        .orElseGet(() -> new SpeakerBounds(least.orElse(ANY.min()), most.orElse(ANY.max())));
  }

  /// Brings both ends into 1…`count`: more speakers than examples cannot be told apart.
  SpeakerBounds clippedTo(int count) {
    int most = Math.max(1, Math.min(count, max));
    return new SpeakerBounds(Math.min(most, Math.max(1, min)), most);
  }

  /// What is wrong with a number of speakers that was found, in a sentence; nothing when it is
  /// within both ends. Where somebody may be alone, nobody may speak.
  Optional<String> complaintAbout(int found) {
    boolean isSilence = found == 0 && min == 1;
    if (isSilence || (found >= min && found <= max)) {
      return Optional.empty();
    }
    var wanted = min == max ? "" : found < min ? "at least " : "at most ";
    return Optional.of(
        "%s%d speakers were asked for, %d can be told apart in this recording"
            .formatted(wanted, found < min ? min : max, found));
  }

  /// The allowed number that is nearest to `count`.
  int nearest(int count) {
    return Math.clamp(count, min, max);
  }
}
