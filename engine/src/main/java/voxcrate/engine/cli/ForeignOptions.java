package voxcrate.engine.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import voxcrate.cli.Console;

/// Options of Whisper and WhisperX that change nothing here: command lines that people have go on
/// working, and say so.
final class ForeignOptions {
  @Option(names = "--diarize", hidden = true)
  boolean diarize;

  @Option(names = "--word_timestamps", paramLabel = "BOOL", hidden = true)
  @Nullable String wordTimes;

  @Option(names = "--compute_type", paramLabel = "TYPE", hidden = true)
  @Nullable String precision;

  @Option(names = "--fp16", paramLabel = "BOOL", hidden = true)
  @Nullable String half;

  @Option(names = "--verbose", paramLabel = "BOOL", hidden = true)
  @Nullable String verbose;

  @Option(names = "--print_progress", paramLabel = "BOOL", hidden = true)
  @Nullable String progress;

  @Option(names = "--vad_method", paramLabel = "NAME", hidden = true)
  @Nullable String voiceActivity;

  @Option(names = "--vad_filter", paramLabel = "BOOL", hidden = true)
  @Nullable String voiceFilter;

  @Option(names = "--segment_resolution", paramLabel = "NAME", hidden = true)
  @Nullable String segments;

  @Option(names = "--interpolate_method", paramLabel = "NAME", hidden = true)
  @Nullable String interpolation;

  @Option(names = "--model_cache_only", paramLabel = "BOOL", hidden = true)
  @Nullable String offline;

  /// Which of those that were given count for nothing, and why.
  void tell(Console console) {
    tell(wordTimes, "--word_timestamps", "words always have times", console);
    tell(
        precision,
        "--compute_type",
        "models compute in the precision they were bundled in",
        console);
    tell(half, "--fp16", "models compute in the precision they were bundled in", console);
    tell(verbose, "--verbose", "see --progress and --quiet", console);
    tell(progress, "--print_progress", "see --progress", console);
    tell(voiceActivity, "--vad_method", "the installed models find speech", console);
    tell(voiceFilter, "--vad_filter", "only speech is ever transcribed", console);
    tell(segments, "--segment_resolution", "segments are sentences", console);
    tell(interpolation, "--interpolate_method", "words not found share their sentence", console);
    tell(offline, "--model_cache_only", "nothing is ever downloaded here", console);
  }

  private static void tell(@Nullable String given, String option, String why, Console console) {
    if (given != null) {
      console.say("note: " + option + " has no effect here: " + why);
    }
  }
}
