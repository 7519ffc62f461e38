package voxcrate.bundler.practice;

import java.util.Locale;

/// One request as the practice hub saw it. A token is never part of it.
///
/// @param path percent-encoded, without the query
/// @param authorized whether an `Authorization` header came along: on the content origin a leak, at
///     the Xet storage a token of its own
/// @param range the `Range` header, empty when there was none
public record LoggedRequest(
    Origin origin, String method, String path, String range, boolean authorized, int status) {

  public enum Origin {
    HUB,
    CONTENT,
    XET;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// For example `hub GET /api/whoami-v2 200 token`.
  @Override
  public String toString() {
    var asked = range.isEmpty() ? "" : " " + range;
    return origin + " " + method + " " + path + asked + " " + status + (authorized ? " token" : "");
  }
}
