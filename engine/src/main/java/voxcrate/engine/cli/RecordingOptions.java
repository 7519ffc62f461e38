package voxcrate.engine.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import voxcrate.cli.Console;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.DecodingOptions;
import voxcrate.engine.audio.HeardFile;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.diarization.DiarizationPipeline;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.ListeningLog;
import voxcrate.engine.diarization.RecordingDiarizer;
import voxcrate.engine.models.PipelineModels;
import voxcrate.engine.output.TurnText;
import voxcrate.engine.transcript.Segment;

/// The recordings, and what is listened to in them.
final class RecordingOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec verb;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Recordings: WAV, FLAC, MP3, M4A, MP4, MOV, Opus, Ogg, WebM, MKV; any sample rate.")
  List<Path> files = List.of();

  @Option(
      names = "--join",
      description =
          "The files follow one another on one time line, with one set of speakers; the result is"
              + " named after the first and tells which file each turn lies in.")
  boolean join;

  @Option(
      names = "--channel",
      paramLabel = "N|mean|each",
      defaultValue = "mean",
      converter = ChannelsConverter.class,
      description =
          "One channel, counted from 1; the mean of all; or each by itself with one speaker on it,"
              + " as on a telephone line or with a microphone for everybody (default: mean).")
  Channels channels = new Channels.Mixed(new ChannelChoice.Average());

  @Option(
      names = "--track",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which of a film's tracks with sound, counted from 1 (default: 1).")
  int track = 1;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      defaultValue = "0",
      converter = ClockTime.class,
      description =
          "Listen from here on: 90, 1:30 or 00:01:30.5. Times in results stay those of the"
              + " recording.")
  double startSeconds;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      converter = ClockTime.class,
      description = "Listen up to here.")
  @Nullable Double endSeconds;

  @Option(
      names = "--ffmpeg",
      paramLabel = "PROGRAM",
      description =
          "Let this FFmpeg decode what Voxcrate does not (AMR, WMA, ALAC and the like): its place,"
              + " or its name on the search path.")
  @Nullable Path ffmpeg;

  @Mixin final SpeakerOptions speakers = new SpeakerOptions();

  @Option(
      names = {"--hf_token", "--hf-token"},
      paramLabel = "TOKEN",
      hidden = true,
      converter = TokenRefusal.class)
  @Nullable String token;

  /// What results are to be made of.
  List<Hearing> hearings() {
    requireSense();
    return join
        ? List.of(new Hearing(files))
        : files.stream().map(file -> new Hearing(List.of(file))).toList();
  }

  /// What these options name of a hearing's files.
  Recording open(Hearing hearing) {
    var options = new DecodingOptions(track, Optional.ofNullable(ffmpeg));
    return Recording.of(hearing.files(), options, range());
  }

  /// Tells how far the recording has come.
  ///
  /// @param shown takes what is said
  CourseTeller teller(
      Hearing hearing, Recording recording, Console console, Consumer<List<Segment>> shown) {
    double seconds = recording.statedSeconds() * passes(recording);
    return new CourseTeller(
        console.progress(), hearing.label(), seconds, InstantSource.system(), shown);
  }

  HeardRecording diarize(
      DiarizationPipeline pipeline,
      Recording recording,
      ListeningLog log,
      CourseTeller teller,
      Console console) {
    var heard = diarize(new RecordingDiarizer(pipeline, teller.course(log)), recording);
    teller.diarized();
    tell(heard, console);
    return heard;
  }

  /// The one sound that all speak in.
  ///
  /// @throws ParameterException where each channel is to be heard by itself
  ChannelChoice channel() {
    return switch (channels) {
      case Channels.Mixed(var choice) -> choice;
      case Channels.Each() ->
          throw new ParameterException(
              verb.commandLine(), "--channel each needs a speaker diarization model");
    };
  }

  /// Whether the command says that speakers are to be told apart.
  boolean askForSpeakers() {
    return speakers.areGiven() || channels instanceof Channels.Each;
  }

  /// What of these options the networks' answers depend on, and the networks.
  List<String> choices(PipelineModels parts) {
    var choices = new ArrayList<>(choices());
    choices.add("voices " + (speakers.bounds().max() > 1));
    choices.addAll(parts.choices());
    return choices;
  }

  /// What is listened to.
  List<String> choices() {
    return List.of("track " + track, channels.toString(), range().toString());
  }

  private HeardRecording diarize(RecordingDiarizer diarizer, Recording recording) {
    return switch (channels) {
      case Channels.Mixed(var choice) -> diarizer.byVoice(recording, choice, speakers.bounds());
      case Channels.Each() -> diarizer.byChannel(recording, speakers.bounds());
    };
  }

  private int passes(Recording recording) {
    return channels instanceof Channels.Each ? recording.channels() : 1;
  }

  /// What has to be known of a recording.
  static void tell(HeardRecording heard, Console console) {
    for (HeardFile file : heard.files()) {
      file.damage()
          .ifPresent(
              damage -> console.warn(file.file().getFileName() + ": " + TurnText.lost(damage)));
    }
    heard.remarks().forEach(console::warn);
    if (heard.crossTalkSeconds() > 0) {
      console.say(
          "note: %.1f s were left out on channels that only heard another one's speaker"
              .formatted(heard.crossTalkSeconds()));
    }
  }

  private TimeRange range() {
    return new TimeRange(startSeconds, endSeconds == null ? Double.POSITIVE_INFINITY : endSeconds);
  }

  private void requireSense() {
    Usage.require(
        verb, endSeconds == null || startSeconds < endSeconds, "--end has to lie behind --start");
    Usage.require(verb, track >= 1, "tracks are counted from 1");
    Usage.require(
        verb,
        !(channels instanceof Channels.Each && speakers.areGiven()),
        "--channel each means one speaker on each channel: leave the number of speakers out");
    speakers.bounds();
  }
}
