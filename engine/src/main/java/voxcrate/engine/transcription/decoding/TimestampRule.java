package voxcrate.engine.transcription.decoding;

import java.util.Arrays;
import voxcrate.model.SpecialTokens;

/// Times come in pairs around text and never go back (Radford et al. 2022, section 4.5; OpenAI's
/// `ApplyTimestampRules`).
///
/// @param latestFirst the latest time that a text may begin with, in positions
record TimestampRule(SpecialTokens tokens, int latestFirst) implements LogitRule {
  @Override
  public void apply(float[] logits, int[] written) {
    logits[tokens.noTimestamps()] = Float.NEGATIVE_INFINITY;
    if (written.length == 0) {
      requireFirst(logits);
    } else {
      requirePairs(logits, written);
    }
    preferTimes(logits);
  }

  private boolean isTime(int token) {
    return token >= tokens.firstTimestamp();
  }

  private void requireFirst(float[] logits) {
    forbid(logits, 0, tokens.firstTimestamp());
    forbid(logits, tokens.firstTimestamp() + latestFirst + 1, logits.length);
  }

  private void requirePairs(float[] logits, int[] written) {
    boolean afterTime = isTime(written[written.length - 1]);
    boolean afterPair = afterTime && (written.length < 2 || isTime(written[written.length - 2]));
    if (afterPair) {
      forbid(logits, tokens.firstTimestamp(), logits.length);
    } else if (afterTime) {
      forbid(logits, 0, tokens.end());
    }
    int last = lastTime(written);
    if (last >= 0) {
      // A segment may begin where the one before ended; no segment is empty.
      int earliest = afterTime && !afterPair ? last : last + 1;
      forbid(logits, tokens.firstTimestamp(), earliest);
    }
  }

  private int lastTime(int[] written) {
    for (int i = written.length - 1; i >= 0; i--) {
      if (isTime(written[i])) {
        return written[i];
      }
    }
    return -1;
  }

  /// Where all times together are likelier than any single token of text, a time follows.
  private void preferTimes(float[] logits) {
    double times = LogSum.of(logits, tokens.firstTimestamp(), logits.length);
    if (times > LogSum.largest(logits, 0, tokens.firstTimestamp())) {
      forbid(logits, 0, tokens.firstTimestamp());
    }
  }

  private static void forbid(float[] logits, int from, int to) {
    Arrays.fill(logits, from, Math.max(from, Math.min(to, logits.length)), Float.NEGATIVE_INFINITY);
  }
}
