package voxcrate.engine.score;

/// The parts of the diarization error, in seconds of speech; two people at once count twice.
///
/// @param reference speech in the reference
/// @param missed speech that nobody is named for
/// @param falseAlarm speech that is not there
/// @param confusion speech given to the wrong person
public record DiarizationError(
    double reference, double missed, double falseAlarm, double confusion) {
  public static final DiarizationError NONE = new DiarizationError(0, 0, 0, 0);

  /// The diarization error rate: all errors for each second of speech in the reference. Without any
  /// speech in the reference it is 0, or infinite when speech was found all the same.
  public double rate() {
    double errors = missed + falseAlarm + confusion;
    return errors == 0 ? 0 : errors / reference;
  }

  public DiarizationError plus(DiarizationError other) {
    return new DiarizationError(
        reference + other.reference,
        missed + other.missed,
        falseAlarm + other.falseAlarm,
        confusion + other.confusion);
  }
}
