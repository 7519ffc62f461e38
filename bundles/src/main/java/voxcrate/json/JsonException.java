package voxcrate.json;

import org.jspecify.annotations.Nullable;

/// The text is not JSON, breaks a limit, or has not the members that were asked for.
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JsonException(String message) {
    super(message);
  }

  public JsonException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
