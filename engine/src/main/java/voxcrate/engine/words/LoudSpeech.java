package voxcrate.engine.words;

import java.util.function.DoubleConsumer;
import voxcrate.engine.audio.Loudness;
import voxcrate.engine.audio.Waveform;
import voxcrate.engine.speech.SpeechScores;

/// What is to be transcribed where no model tells speech from other sounds: everything but silence.
/// The scores are no probabilities; they let windows end where it is quietest, and not within a
/// word.
final class LoudSpeech {
  /// Mean square of -70 dB below full scale: quieter than any microphone that is on.
  private static final double SILENCE = 1e-7;

  /// Above the usual thresholds for the end and the beginning of speech.
  private static final double LEAST = 0.6;

  private static final int BLOCK = 1 << 16;

  private LoudSpeech() {}

  /// @param audio is read to its end
  /// @param progress takes the seconds heard so far, again and again
  /// @return scores of 20 ms each, times from the beginning of `audio`
  static SpeechScores in(Waveform audio, DoubleConsumer progress) {
    var block = new float[BLOCK];
    while (audio.read(block, 0, BLOCK) == BLOCK) {
      progress.accept(audio.secondsRead());
    }
    var loudness = audio.loudness();
    var scores = new float[loudness.steps()];
    for (int step = 0; step < scores.length; step++) {
      scores[step] = score(loudness.energy(step, step + 1));
    }
    return new SpeechScores(scores, 0, 1.0 / Loudness.STEPS_PER_SECOND);
  }

  private static float score(double energy) {
    if (energy < SILENCE) {
      return 0;
    }
    double share = Math.log(energy / SILENCE) / Math.log(1 / SILENCE);
    return (float) (LEAST + (1 - LEAST) * Math.min(1, share));
  }
}
