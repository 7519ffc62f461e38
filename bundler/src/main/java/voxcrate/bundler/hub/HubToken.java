package voxcrate.bundler.hub;

/// A token of the hub. Its value leaves this package in one header, to one origin, and in the
/// user's own `.env`; it has no printable form.
public final class HubToken {
  private final String value;

  HubToken(String value) {
    this.value = value;
  }

  /// The value of the `Authorization` header.
  String authorization() {
    return "Bearer " + value;
  }

  String value() {
    return value;
  }

  public boolean isSameAs(HubToken other) {
    return value.equals(other.value);
  }

  /// `text` without this token, should somebody have written it there.
  String removedFrom(String text) {
    return text.replace(value, "(token)");
  }

  @Override
  public String toString() {
    return "a token of " + value.length() + " characters";
  }
}
