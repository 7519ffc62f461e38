package voxcrate.bundler.download;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which bytes of an unfinished file are here.
///
/// @param spans in the order of the file, none touching the next
/// @param validator the `ETag` of these bytes
record Kept(List<Span> spans, Optional<String> validator) {
  static final Kept NOTHING = new Kept(List.of(), Optional.empty());

  /// From the offset `from` up to, but not with, the offset `end`.
  record Span(long from, long end) {
    Span {
      if (from < 0 || end <= from) {
        throw new IllegalArgumentException("bytes from " + from + " to " + end);
      }
    }
  }

  Kept {
    spans = List.copyOf(spans);
    for (int i = 1; i < spans.size(); i++) {
      if (spans.get(i).from() <= spans.get(i - 1).end()) {
        throw new IllegalArgumentException("spans that touch, or out of order");
      }
    }
  }

  /// What has arrived of `ranges`, which follow one another.
  static Kept of(List<FileRange> ranges, Optional<String> validator) {
    var spans = new ArrayList<Span>();
    for (var range : ranges) {
      long end = range.position();
      if (end == range.from()) {
        continue;
      }
      boolean joins = !spans.isEmpty() && spans.getLast().end() == range.from();
      spans.add(new Span(joins ? spans.removeLast().from() : range.from(), end));
    }
    return new Kept(spans, validator);
  }

  /// How far the bytes reach without a gap from the offset `from` on.
  long reachFrom(long from) {
    return spans.stream()
        .filter(span -> span.from() <= from && from < span.end())
        .mapToLong(Span::end)
        .findFirst()
        .orElse(from);
  }

  long bytes() {
    return spans.stream().mapToLong(span -> span.end() - span.from()).sum();
  }

  /// Cuts a file of `totalBytes` into ranges of `rangeBytes` that go on behind what is here.
  List<FileRange> ranges(long totalBytes, long rangeBytes) {
    var ranges = new ArrayList<FileRange>();
    long from = 0;
    do {
      long end = totalBytes - from > rangeBytes ? from + rangeBytes : totalBytes;
      ranges.add(new FileRange(from, end, Math.min(reachFrom(from), end)));
      from = end;
    } while (from < totalBytes);
    return ranges;
  }
}
