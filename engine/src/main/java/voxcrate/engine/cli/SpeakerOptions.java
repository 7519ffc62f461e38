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
      description = "At least so many speakers.")
  @Nullable Integer least;

  @Option(
      names = {"--max-speakers", "--max_speakers"},
      paramLabel = "N",
      description = "At most so many speakers.")
  @Nullable Integer most;

  SpeakerBounds bounds() {
    return SpeakerBounds.of(
        Optional.ofNullable(exact), Optional.ofNullable(least), Optional.ofNullable(most));
  }
}
