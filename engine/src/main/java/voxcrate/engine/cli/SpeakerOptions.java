package voxcrate.engine.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import voxcrate.engine.diarization.SpeakerBounds;

/// How many people speak, as far as the user knows.
final class SpeakerOptions {
  @Option(
      names = {"--num-speakers", "--num_speakers"},
      paramLabel = "N",
      description = "Exactly so many speakers.")
  @Nullable Integer exact;

  @Option(
      names = {"--min-speakers", "--min_speakers"},
      paramLabel = "N",
      description = "At least so many speakers (default: MIN_SPEAKERS, if set).")
  @Nullable Integer least;

  @Option(
      names = {"--max-speakers", "--max_speakers"},
      paramLabel = "N",
      description = "At most so many speakers (default: MAX_SPEAKERS, if set).")
  @Nullable Integer most;

  /// What is set for the machine counts where the command does not say otherwise.
  SpeakerBounds bounds() {
    return bounds(Settings.ofThisMachine());
  }

  SpeakerBounds bounds(Settings settings) {
    if (exact != null) {
      return SpeakerBounds.of(Optional.of(exact), Optional.empty(), Optional.empty());
    }
    var setLeast = settings.number("MIN_SPEAKERS").filter(set -> most == null || set <= most);
    var setMost = settings.number("MAX_SPEAKERS").filter(set -> least == null || set >= least);
    return SpeakerBounds.of(
        Optional.empty(),
        Optional.ofNullable(least).or(() -> setLeast),
        Optional.ofNullable(most).or(() -> setMost));
  }

  /// Whether the command says how many there are.
  boolean areGiven() {
    return exact != null || least != null || most != null;
  }
}
