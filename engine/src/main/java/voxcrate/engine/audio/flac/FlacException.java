package voxcrate.engine.audio.flac;

import java.io.IOException;

/// A FLAC stream that contradicts the format.
final class FlacException extends IOException {
  private static final long serialVersionUID = 1L;

  FlacException(String message) {
    super(message);
  }
}
