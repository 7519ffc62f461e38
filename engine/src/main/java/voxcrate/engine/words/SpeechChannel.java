package voxcrate.engine.words;

import java.util.List;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.TimeRange;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.diarization.Turn;
import voxcrate.engine.speech.SpeechScores.Thresholds;
import voxcrate.engine.transcript.SpeakerAssigner;

/// A sound of the recording that is transcribed by itself.
///
/// @param speech where somebody speaks in it, by time, on the recording's time line
/// @param speakers who says a word of it
record SpeechChannel(ChannelChoice channel, List<TimeRange> speech, SpeakerAssigner speakers) {
  SpeechChannel {
    speech = List.copyOf(speech);
  }

  /// What a diarization tells: one sound in which all speak, or a channel for each person, whose
  /// words are that person's, whoever speaks on others at the same time.
  ///
  /// @param maxSeconds what is transcribed at once
  static List<SpeechChannel> of(HeardRecording heard, Thresholds thresholds, double maxSeconds) {
    var channels = heard.channels();
    if (channels.size() == 1) {
      var speech = heard.diarization().speech().regions(thresholds, maxSeconds);
      return List.of(of(channels.getFirst(), speech, heard.diarization()));
    }
    return channels.stream().map(channel -> ofOne(channel, heard.diarization())).toList();
  }

  private static SpeechChannel ofOne(ChannelChoice channel, Diarization all) {
    var own = all.turns().stream().filter(turn -> isOn(channel, turn)).toList();
    var speech =
        own.stream().map(turn -> new TimeRange(turn.startSeconds(), turn.endSeconds())).toList();
    return of(channel, speech, new Diarization(all.seconds(), all.turns(), own, all.speech()));
  }

  private static boolean isOn(ChannelChoice channel, Turn turn) {
    return channel instanceof ChannelChoice.Single(int number)
        && turn.speaker().channel().orElse(0) == number;
  }

  private static SpeechChannel of(
      ChannelChoice channel, List<TimeRange> speech, Diarization diarization) {
    return new SpeechChannel(channel, speech, new SpeakerAssigner(diarization));
  }
}
