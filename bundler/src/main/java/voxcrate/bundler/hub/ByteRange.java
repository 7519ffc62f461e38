package voxcrate.bundler.hub;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The bytes of a file that are asked for.
///
/// @param from offset of the first one
/// @param end offset behind the last one
/// @param totalBytes size of the whole file
public record ByteRange(long from, long end, long totalBytes) {
  public ByteRange {
    if (from < 0 || end < from || end > totalBytes) {
      throw new IllegalArgumentException(from + " to " + end + " of " + totalBytes + " bytes");
    }
  }

  public static ByteRange whole(long totalBytes) {
    return new ByteRange(0, totalBytes, totalBytes);
  }

  /// `Range` counts the last byte in (RFC 9110, 14.1.2). A whole file is asked for without it, for
  /// servers that know no ranges.
  Map<String, String> headers(Optional<String> validator) {
    var headers = new HashMap<String, String>();
    if (from > 0 || end < totalBytes) {
      headers.put("Range", "bytes=" + from + "-" + (end - 1));
      validator.ifPresent(tag -> headers.put("If-Range", tag));
    }
    return headers;
  }
}
