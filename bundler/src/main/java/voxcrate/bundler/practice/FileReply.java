package voxcrate.bundler.practice;

import java.util.Map;
import java.util.regex.Pattern;

/// Answers with a file or a part of it: `Range`, `If-Range`, `If-None-Match` (RFC 9110, 13 and 14).
final class FileReply {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private final PracticeFile file;
  private final String etag;

  /// @param etag without its quotes
  FileReply(PracticeFile file, String etag) {
    this.file = file;
    this.etag = '"' + etag + '"';
  }

  Reply answer(Request request, boolean rangeIgnored) {
    if (request.header("If-None-Match").filter(etag::equals).isPresent()) {
      return new Reply(304, Map.of("ETag", etag), Body.none());
    }
    var range = request.header("Range").map(RANGE::matcher).filter(match -> match.matches());
    boolean changed = request.header("If-Range").filter(known -> !known.equals(etag)).isPresent();
    if (range.isEmpty() || rangeIgnored || changed) {
      return reply(200, 0, file.sizeBytes());
    }
    return part(range.get().group(1), range.get().group(2));
  }

  /// @param first offset of the first byte; empty where `last` counts bytes from the end
  private Reply part(String first, String last) {
    long size = file.sizeBytes();
    if (first.isEmpty() && last.isEmpty()) {
      return reply(200, 0, size);
    }
    long from = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
    long to = first.isEmpty() || last.isEmpty() ? size - 1 : Long.parseLong(last);
    if (from >= size || to < from) {
      return Reply.text(416, "Range Not Satisfiable").with("Content-Range", "bytes */" + size);
    }
    long end = Math.min(to, size - 1);
    return reply(206, from, end - from + 1)
        .with("Content-Range", "bytes %d-%d/%d".formatted(from, end, size));
  }

  private Reply reply(int status, long from, long bytes) {
    return new Reply(
        status,
        Map.of(
            "ETag",
            etag,
            "Accept-Ranges",
            "bytes",
            "Content-Type",
            file.sha256().isPresent() ? "application/octet-stream" : "text/plain"),
        new Body.Span(file.source(), from, bytes));
  }
}
