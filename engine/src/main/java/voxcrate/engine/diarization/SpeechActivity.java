package voxcrate.engine.diarization;

import voxcrate.engine.speech.SpeechScores;

/// How likely anybody speaks in each frame: the share of the windows over it that hear somebody.
/// Windows count less at their ends, where they know less of what surrounds a frame; the weights
/// are those of a Hamming window, as in pyannote.audio's voice activity detection.
final class SpeechActivity {
  private SpeechActivity() {}

  static SpeechScores scores(SpeakerActivity activity, FrameGrid grid) {
    int frames = activity.chunks() == 0 ? 0 : grid.frames(activity.chunks());
    var speech = new float[frames];
    var weights = new float[frames];
    var window = hamming(grid.framesPerChunk());
    for (int chunk = 0; chunk < activity.chunks(); chunk++) {
      int first = grid.firstFrame(chunk);
      var active = activity.chunk(chunk);
      for (int i = 0; i < active.length && first + i < frames; i++) {
        weights[first + i] += window[i];
        speech[first + i] += active[i] == 0 ? 0 : window[i];
      }
    }
    for (int frame = 0; frame < frames; frame++) {
      speech[frame] = weights[frame] > 0 ? speech[frame] / weights[frame] : 0;
    }
    double step = grid.middleSeconds(1) - grid.middleSeconds(0);
    return new SpeechScores(speech, grid.middleSeconds(0), step);
  }

  private static float[] hamming(int length) {
    var window = new float[length];
    for (int i = 0; i < length; i++) {
      window[i] = (float) (0.54 - 0.46 * Math.cos(2 * Math.PI * i / Math.max(1, length - 1)));
    }
    return window;
  }
}
