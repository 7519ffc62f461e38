package voxcrate.engine.words;

import java.util.List;
import voxcrate.engine.audio.ChannelChoice;
import voxcrate.engine.audio.Loudness;
import voxcrate.engine.audio.Recording;
import voxcrate.engine.diarization.Diarization;
import voxcrate.engine.diarization.HeardRecording;
import voxcrate.engine.speech.SpeechScores;

/// Finds what is to be transcribed where no model tells speech from other sounds: everything but
/// silence. The scores are no probabilities; they let windows end where it is quietest, and not
/// within a word.
public final class LoudSpeech {
  /// Mean square of -70 dB below full scale: quieter than any microphone that is on.
  private static final double SILENCE = 1e-7;

  /// Above the usual thresholds for the end and the beginning of speech.
  private static final double LEAST = 0.6;

  private static final int BLOCK = 1 << 14;

  private LoudSpeech() {}

  /// Listens to the whole recording once.
  ///
  /// @return without any turns
  public static HeardRecording in(Recording recording, ChannelChoice channel, int sampleRate) {
    try (var audio = recording.listen(channel, sampleRate)) {
      var block = new float[BLOCK];
      while (audio.read(block, 0, BLOCK) == BLOCK) {
        // Its loudness is what counts.
      }
      var speech = scores(audio.loudness(), audio.startSeconds());
      return new HeardRecording(
          new Diarization(audio.secondsRead(), List.of(), List.of(), speech),
          recording.range(),
          List.of(channel),
          audio.files(),
          0,
          audio.remarks());
    }
  }

  private static SpeechScores scores(Loudness loudness, double startSeconds) {
    var scores = new float[loudness.steps()];
    for (int step = 0; step < scores.length; step++) {
      double energy = loudness.energy(step, step + 1);
      if (energy >= SILENCE) {
        double share = Math.log(energy / SILENCE) / Math.log(1 / SILENCE);
        scores[step] = (float) (LEAST + (1 - LEAST) * Math.min(1, share));
      }
    }
    return new SpeechScores(scores, startSeconds, 1.0 / Loudness.STEPS_PER_SECOND);
  }
}
