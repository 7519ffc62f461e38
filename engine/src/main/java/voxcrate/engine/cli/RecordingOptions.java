package voxcrate.engine.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import voxcrate.cli.Console;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.progress.ProgressEvent;

/// The recordings, and what is listened to in them.
final class RecordingOptions {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Recordings: WAV or FLAC, any sample rate.")
  List<Path> files = List.of();

  @Option(
      names = "--channel",
      paramLabel = "N",
      description = "Only this channel, counted from 1 (default: the mean of all).")
  @Nullable Integer channel;

  @Mixin final SpeakerOptions speakers = new SpeakerOptions();

  @Option(
      names = {"--hf_token", "--hf-token"},
      paramLabel = "TOKEN",
      hidden = true,
      converter = TokenRefusal.class)
  @Nullable String token;

  Diarization diarize(DiarizationPipeline pipeline, Path file, Console console) {
    var progress = console.progress();
    var task = "diarizing " + file.getFileName();
    try (var audio = Waveform.open(file, choice(), pipeline.sampleRate())) {
      long seconds = Math.round(audio.statedSeconds());
      progress.on(new ProgressEvent.Started(task, seconds, ProgressEvent.Unit.SECONDS_OF_AUDIO));
      var diarization =
          pipeline.diarize(
              audio,
              speakers.bounds(),
              heard -> progress.on(new ProgressEvent.Advanced(task, Math.round(heard))));
      progress.on(new ProgressEvent.Finished(task));
      progress.note(task, "Speaker diarization completed successfully");
      return diarization;
    }
  }

  private ChannelChoice choice() {
    return channel == null ? new ChannelChoice.Average() : new ChannelChoice.Single(channel);
  }
}
