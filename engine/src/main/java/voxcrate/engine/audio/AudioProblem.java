package voxcrate.engine.audio;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import voxcrate.engine.EngineCode;
import voxcrate.engine.audio.stream.AudioTrack;
import voxcrate.engine.audio.stream.RefusedAudioException;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;

/// What can be wrong with a recording, told to the person who has only this file.
final class AudioProblem {
  private AudioProblem() {}

  static ToolException unreadable(Path file, Exception cause) {
    return new ToolException(
        Problem.of(
            EngineCode.AUDIO_UNREADABLE,
            "Recording cannot be read",
            "opening " + file,
            cause instanceof NoSuchFileException ? "no such file" : cause.toString(),
            "check the name and the rights of the file"),
        cause);
  }

  static ToolException unsupported(Path file, String found) {
    return new ToolException(
        Problem.of(
                EngineCode.AUDIO_UNSUPPORTED,
                "Recording is of a kind this version does not read",
                "opening " + file,
                found,
                "convert it where a converter is at hand: ffmpeg -i RECORDING -ar 16000 copy.wav")
            .expecting("WAV, FLAC, MP3, AAC (M4A, MP4, MOV), Opus, Vorbis, Matroska or WebM"));
  }

  static ToolException refused(Path file, RefusedAudioException refusal) {
    return switch (refusal.reason()) {
      case BROKEN -> broken(file, refusal.found(), refusal);
      case UNSUPPORTED -> unsupported(file, refusal.found());
      case ENCRYPTED -> encrypted(file, refusal.found());
    };
  }

  private static ToolException encrypted(Path file, String found) {
    return new ToolException(
        Problem.of(
            EngineCode.AUDIO_ENCRYPTED,
            "Recording is encrypted",
            "opening " + file,
            found,
            "export it without protection from the program or the service it comes from"));
  }

  static ToolException noFfmpeg(Path program, IOException cause) {
    return new ToolException(
        Problem.of(
            EngineCode.FFMPEG_UNUSABLE,
            "FFmpeg cannot be started",
            "running " + program,
            String.valueOf(cause.getMessage()),
            "name the program: --ffmpeg=/usr/bin/ffmpeg",
            "or convert the recording on a machine that has FFmpeg"),
        cause);
  }

  static ToolException withoutSound(Path file) {
    return new ToolException(
        Problem.of(
            EngineCode.AUDIO_ABSENT,
            "File has no track with sound",
            "opening " + file,
            "tracks with pictures or text only",
            "check that it is the right file, and that it was recorded with sound"));
  }

  static ToolException noSuchTrack(Path file, int number, List<AudioTrack> tracks) {
    return new ToolException(
        Problem.of(
            EngineCode.AUDIO_NO_SUCH_TRACK,
            "Recording has no such track",
            "opening " + file,
            "track " + number + " was asked for, and the file has " + counted(tracks),
            "give --track from 1 to " + tracks.size()));
  }

  private static String counted(List<AudioTrack> tracks) {
    var listed = tracks.stream().map(AudioTrack::toString).collect(Collectors.joining(", "));
    return (tracks.size() == 1 ? "1 audio track" : tracks.size() + " audio tracks")
        + " ("
        + listed
        + ")";
  }

  static ToolException noSuchChannel(Path file, int number, int channels) {
    return new ToolException(
        Problem.of(
            EngineCode.AUDIO_UNSUPPORTED,
            "Recording has no such channel",
            "opening " + file,
            "channel " + number + " was asked for, and there are " + channels,
            "give --channel from 1 to " + channels,
            "or leave it out: then the mean of all channels is heard"));
  }

  static ToolException channelsDiffer(Path file, int channels, int expected) {
    return new ToolException(
        Problem.of(
                EngineCode.AUDIO_UNSUPPORTED,
                "Joined recordings have different numbers of channels",
                "opening " + file,
                channels + " channels",
                "leave --channel each out: then the mean of the channels is heard, and voices tell"
                    + " people apart",
                "or do without --join: then each file has a result of its own")
            .expecting(expected + " channels, as in the files before it"));
  }

  static ToolException outside(Path file, double startSeconds, double seconds) {
    return new ToolException(
        Problem.of(
            EngineCode.AUDIO_OUTSIDE,
            "Recording ends before the stretch that was asked for",
            "going to %.1f s in %s".formatted(startSeconds, file),
            "the end, at %.1f s".formatted(seconds),
            "give an earlier --start"));
  }

  static ToolException broken(Path file, String found, Throwable cause) {
    return new ToolException(
        Problem.of(
            EngineCode.AUDIO_BROKEN,
            "Recording is damaged or cut short",
            "decoding " + file,
            found,
            "copy the file again from where it came from",
            "if there is no better copy, open it in an audio editor and save it as WAV"),
        cause);
  }

  static ToolException empty(Path file) {
    return new ToolException(
        Problem.of(
            EngineCode.AUDIO_EMPTY,
            "Recording holds no sound",
            "decoding " + file,
            "no samples",
            "check that the recorder was running and that the whole file was copied"));
  }
}
