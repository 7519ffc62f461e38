package voxcrate.bundler.practice;

import java.util.Map;
import voxcrate.bundler.practice.xet.Xorb;

/// Answers with content or a part of it: `Range`, `If-Range`, `If-None-Match` (RFC 9110, 13 and
/// 14).
///
/// @param etag with its quotes
record FileReply(long sizeBytes, String etag, String mediaType, Part part) {
  private static final String BINARY = "application/octet-stream";

  /// Gives `bytes` bytes of the content from the offset `from`.
  interface Part {
    Body of(long from, long bytes);
  }

  /// @param etag without its quotes
  static FileReply of(PracticeFile file, String etag) {
    return new FileReply(
        file.sizeBytes(),
        '"' + etag + '"',
        file.sha256().isPresent() ? BINARY : "text/plain",
        (from, bytes) -> new Body.Span(file.source(), from, bytes));
  }

  static FileReply of(Xorb xorb) {
    return new FileReply(
        xorb.storedBytes(),
        '"' + xorb.hash().hex() + '"',
        BINARY,
        (from, bytes) -> new Body.Stored(xorb, from, bytes));
  }

  Reply answer(Request request, boolean rangeIgnored) {
    if (request.header("If-None-Match").filter(etag::equals).isPresent()) {
      return new Reply(304, Map.of("ETag", etag), Body.none());
    }
    var range = RangeHeader.of(request);
    boolean changed = request.header("If-Range").filter(known -> !known.equals(etag)).isPresent();
    if (range.isEmpty() || rangeIgnored || changed) {
      return reply(200, 0, sizeBytes);
    }
    return range
        .get()
        .within(sizeBytes)
        .map(this::part)
        .orElseGet(
            () ->
                Reply.text(416, "Range Not Satisfiable")
                    .with("Content-Range", "bytes */" + sizeBytes));
  }

  private Reply part(RangeHeader.Span span) {
    return reply(206, span.from(), span.bytes())
        .with("Content-Range", "bytes %d-%d/%d".formatted(span.from(), span.end() - 1, sizeBytes));
  }

  private Reply reply(int status, long from, long bytes) {
    return new Reply(
        status,
        Map.of("ETag", etag, "Accept-Ranges", "bytes", "Content-Type", mediaType),
        part.of(from, bytes));
  }
}
