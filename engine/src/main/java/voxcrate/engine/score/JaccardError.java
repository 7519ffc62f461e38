package voxcrate.engine.score;

/// The Jaccard error of the second DIHARD challenge: every speaker weighs the same, however much he
/// or she says (Ryant et al., evaluation plan 1.1, 2019).
///
/// @param speakers of the reference
/// @param sum of their errors, from 0 to 1 each
public record JaccardError(int speakers, double sum) {
  public static final JaccardError NONE = new JaccardError(0, 0);

  /// The mean over the speakers; 0 where there are none.
  public double rate() {
    return speakers == 0 ? 0 : sum / speakers;
  }

  public JaccardError plus(JaccardError other) {
    return new JaccardError(speakers + other.speakers, sum + other.sum);
  }
}
