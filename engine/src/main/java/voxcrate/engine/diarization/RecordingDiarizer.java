package voxcrate.engine.diarization;

import java.util.ArrayList;
import java.util.List;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.ChannelChoice.Single;
import voxcrate.engine.audio.HeardFile;
import voxcrate.engine.audio.Loudness;
import voxcrate.engine.audio.Recording;

/// Tells who spoke when in a recording: by voice, or by the channel that each person has.
///
/// @param course hears how far the models have come, channel after channel
public record RecordingDiarizer(DiarizationPipeline pipeline, Course course) {
  private static final SpeakerBounds ONE = new SpeakerBounds(1, 1);

  private static final String SAME =
      "all channels hold the same sound, so they cannot tell people apart: voices did";
  private static final String SINGLE =
      "there is just one channel, which cannot tell people apart: voices did";

  /// People are told apart by their voices.
  public HeardRecording byVoice(Recording recording, ChannelChoice choice, SpeakerBounds bounds) {
    return byVoice(recording, choice, bounds, List.of());
  }

  /// Each channel holds one person, who is named by it. Where all channels hold the same sound
  /// people are told apart by their voices.
  ///
  /// @param bounds for the latter
  public HeardRecording byChannel(Recording recording, SpeakerBounds bounds) {
    if (recording.channels() == 1) {
      return byVoice(recording, new Single(1), bounds, List.of(SINGLE));
    }
    var heard = new ArrayList<ChannelChoice>();
    var channels = new ArrayList<Diarization>();
    var loudness = new ArrayList<Loudness>();
    List<HeardFile> files = List.of();
    for (int number = 1; number <= recording.channels(); number++) {
      heard.add(new Single(number));
      try (var audio = recording.listen(heard.getLast(), pipeline.sampleRate())) {
        double before = (number - 1) * audio.statedSeconds();
        channels.add(pipeline.diarize(audio, ONE, course.after(before)));
        loudness.add(audio.loudness());
        files = audio.files();
        if (audio.channelsAreTheSame()) {
          return byVoice(recording, new Single(1), bounds, List.of(SAME));
        }
      }
    }
    var together = SeparateChannels.together(channels, loudness);
    return new HeardRecording(
        together.diarization().shiftedBy(recording.range().startSeconds()),
        recording.range(),
        heard,
        files,
        together.crossTalkSeconds(),
        List.of());
  }

  private HeardRecording byVoice(
      Recording recording, ChannelChoice choice, SpeakerBounds bounds, List<String> remarks) {
    try (var audio = recording.listen(choice, pipeline.sampleRate())) {
      var diarization = pipeline.diarize(audio, bounds, course);
      var all = new ArrayList<>(remarks);
      all.addAll(audio.remarks());
      bounds.complaintAbout(diarization.speakers()).ifPresent(all::add);
      return new HeardRecording(
          diarization.shiftedBy(recording.range().startSeconds()),
          recording.range(),
          List.of(choice),
          audio.files(),
          0,
          all);
    }
  }
}
