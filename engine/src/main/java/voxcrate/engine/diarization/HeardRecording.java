package voxcrate.engine.diarization;

import java.util.List;
import java.util.Optional;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.HeardFile;
import voxcrate.engine.audio.TimeRange;

/// Who spoke when in a recording, and what has to be known about it.
///
/// @param diarization times are those of the recording, wherever listening began
/// @param range what was listened to
/// @param channels what was heard, one after the other: one sound, or each person's channel
/// @param files where each file lies on the recording's time line, and what it lacks
/// @param crossTalkSeconds of speech taken away from channels that heard another one's person
/// @param remarks what a listener would have noticed, in sentences
public record HeardRecording(
    Diarization diarization,
    TimeRange range,
    List<ChannelChoice> channels,
    List<HeardFile> files,
    double crossTalkSeconds,
    List<String> remarks) {
  public HeardRecording {
    channels = List.copyOf(channels);
    files = List.copyOf(files);
    remarks = List.copyOf(remarks);
  }

  /// Whether nothing of what was asked for is missing.
  public boolean isWhole() {
    return files.stream().allMatch(file -> file.damage().isEmpty());
  }

  /// The file a moment of the time line lies in; empty where there is just one.
  public Optional<HeardFile> fileAt(double seconds) {
    return files.size() < 2
        ? Optional.empty()
        : files.reversed().stream().filter(file -> file.startSeconds() <= seconds).findFirst();
  }
}
