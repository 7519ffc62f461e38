package voxcrate.bundler.intake;

import java.util.Optional;
import java.util.regex.Pattern;

/// Names of files in the `blobs` folder of one model in a hub cache. The client shares content from
/// Xet storage in another folder of that name, by digests of another kind.
final class BlobName {
  private static final Pattern PLACE =
      Pattern.compile("(?:.*/)?models--[^/]+/blobs/([0-9a-f]{40}|[0-9a-f]{64})");

  private BlobName() {}

  /// The digest that the hub stated, of the file at `path`; empty where that is no such file.
  static Optional<String> in(String path) {
    var place = PLACE.matcher(path);
    return place.matches() ? Optional.of(place.group(1)) : Optional.empty();
  }
}
