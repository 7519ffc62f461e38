package voxcrate.engine.alignment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The likeliest way through an emission that says given labels in their order.
///
/// The algorithm is WhisperX's (`alignment.py`), which has it from torchaudio's tutorial on forced
/// alignment: staying with a label costs the blank, going on costs the next label, and the text is
/// over where that is likeliest. A label that is held over frames is not a case of its own, as in
/// the full trellis of connectionist temporal classification; what the model says of the held
/// frames is not looked at. Single precision, as there: of ways that are nearly equal the same one
/// is taken.
final class ForcedPath {
  private final Emission emission;
  private final int[] tokens;
  private final int blank;

  private ForcedPath(Emission emission, int[] tokens, int blank) {
    this.emission = emission;
    this.tokens = tokens;
    this.blank = blank;
  }

  /// @param tokens label of each character of the text; at least one
  /// @return the frames of each token, in order; empty where there are too few frames for them
  static Optional<List<LabelSpan>> of(Emission emission, int[] tokens, int blank) {
    var path = new ForcedPath(emission, tokens, blank);
    return path.back(path.trellis());
  }

  /// Best sum of logarithms: (frames + 1) × (tokens + 1).
  private float[][] trellis() {
    int frames = emission.frames();
    var trellis = new float[frames + 1][tokens.length + 1];
    double blanks = 0;
    for (int frame = 0; frame < frames; frame++) {
      blanks += emission.at(frame, blank);
      trellis[frame + 1][0] = (float) blanks;
    }
    for (int token = 1; token <= tokens.length; token++) {
      trellis[0][token] = Float.NEGATIVE_INFINITY;
    }
    // From so late on all tokens cannot be said any more: whoever gets there must have begun.
    for (int frame = Math.max(0, frames + 1 - tokens.length); frame <= frames; frame++) {
      trellis[frame][0] = Float.POSITIVE_INFINITY;
    }
    for (int frame = 0; frame < frames; frame++) {
      for (int token = 0; token < tokens.length; token++) {
        trellis[frame + 1][token + 1] =
            Math.max(stayed(trellis, frame, token), changed(trellis, frame, token));
      }
    }
    return trellis;
  }

  private float stayed(float[][] trellis, int frame, int token) {
    return trellis[frame][token + 1] + emission.at(frame, blank);
  }

  private float changed(float[][] trellis, int frame, int token) {
    return trellis[frame][token] + emission.at(frame, tokens[token]);
  }

  private Optional<List<LabelSpan>> back(float[][] trellis) {
    var spans = new ArrayList<LabelSpan>(tokens.length);
    int token = tokens.length - 1;
    int end = likeliestEnd(trellis);
    double sum = 0;
    for (int frame = end - 1; frame >= 0; frame--) {
      boolean begins = changed(trellis, frame, token) > stayed(trellis, frame, token);
      sum += Math.exp(emission.at(frame, begins ? tokens[token] : blank));
      if (begins) {
        spans.add(new LabelSpan(token, frame, end, sum / (end - frame)));
        end = frame;
        sum = 0;
        token--;
      }
      if (token < 0) {
        Collections.reverse(spans);
        return Optional.of(spans);
      }
    }
    return Optional.empty();
  }

  /// How many frames the whole text takes; of equals the least.
  private int likeliestEnd(float[][] trellis) {
    int best = 0;
    for (int frames = 1; frames < trellis.length; frames++) {
      if (trellis[frames][tokens.length] > trellis[best][tokens.length]) {
        best = frames;
      }
    }
    return best;
  }
}
