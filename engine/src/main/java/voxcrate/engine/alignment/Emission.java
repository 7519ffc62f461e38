package voxcrate.engine.alignment;

/// How likely each label is in each frame: frames × labels, natural logarithms.
public final class Emission {
  private final float[] values;
  private final int labels;
  private final int frames;

  /// @param values row by row, a row a frame; not copied
  public Emission(float[] values, int labels) {
    if (labels < 1 || values.length % labels != 0) {
      throw new IllegalArgumentException(values.length + " numbers for rows of " + labels);
    }
    this.values = values;
    this.labels = labels;
    this.frames = values.length / labels;
  }

  int frames() {
    return frames;
  }

  int labels() {
    return labels;
  }

  float at(int frame, int label) {
    return values[frame * labels + label];
  }

  /// The same with one label more, which is as likely as the likeliest of all but the blank: it
  /// stands for any character that the model has no label for.
  Emission withWildcard(int blank) {
    var wider = new float[frames * (labels + 1)];
    for (int frame = 0; frame < frames; frame++) {
      System.arraycopy(values, frame * labels, wider, frame * (labels + 1), labels);
      float best = Float.NEGATIVE_INFINITY;
      for (int label = 0; label < labels; label++) {
        best = label == blank ? best : Math.max(best, at(frame, label));
      }
      wider[frame * (labels + 1) + labels] = best;
    }
    return new Emission(wider, labels + 1);
  }
}
