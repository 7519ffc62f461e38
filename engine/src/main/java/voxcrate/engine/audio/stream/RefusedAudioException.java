package voxcrate.engine.audio.stream;

import java.io.IOException;

/// A file that contradicts its format or uses what is not decoded here; says what was found.
public final class RefusedAudioException extends IOException {
  private static final long serialVersionUID = 1L;

  /// What the owner of the file has to do about it differs.
  public enum Reason {
    /// The bytes contradict the format, or are not there.
    BROKEN,
    /// A lawful file, of a kind that this version does not decode.
    UNSUPPORTED,
    /// The sound is locked by a key.
    ENCRYPTED
  }

  private final Reason reason;

  private RefusedAudioException(Reason reason, String found) {
    super(found);
    this.reason = reason;
  }

  public static RefusedAudioException broken(String found) {
    return new RefusedAudioException(Reason.BROKEN, found);
  }

  public static RefusedAudioException unsupported(String found) {
    return new RefusedAudioException(Reason.UNSUPPORTED, found);
  }

  public static RefusedAudioException encrypted(String found) {
    return new RefusedAudioException(Reason.ENCRYPTED, found);
  }

  public Reason reason() {
    return reason;
  }

  public String found() {
    return String.valueOf(getMessage());
  }
}
