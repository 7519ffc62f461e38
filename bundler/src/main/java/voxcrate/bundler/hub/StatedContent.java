package voxcrate.bundler.hub;

import java.util.Optional;
import java.util.OptionalLong;
import voxcrate.bundle.Digest;
import voxcrate.bundle.recipe.GitBlobId;

/// What the hub says of a file's content. Masked digests are none.
public record StatedContent(
    OptionalLong sizeBytes, Optional<Digest> sha256, Optional<GitBlobId> gitBlob) {
  static final StatedContent NOTHING =
      new StatedContent(OptionalLong.empty(), Optional.empty(), Optional.empty());

  boolean hasDigest() {
    return sha256.isPresent() || gitBlob.isPresent();
  }

  /// Reads the digest out of an `ETag` or a member of a listing; its length tells its kind.
  static StatedContent of(OptionalLong sizeBytes, String digest) {
    return new StatedContent(
        sizeBytes,
        Optional.of(digest).filter(Digest::isValid).map(Digest::new),
        Optional.of(digest).filter(GitBlobId::isValid).map(GitBlobId::new));
  }

  /// Reads the headers of a download's first answer, the hub's own. The `ETag` of a content host is
  /// something else.
  static StatedContent of(HubReply reply) {
    var tag = reply.header("X-Linked-ETag").or(() -> reply.header("ETag")).orElse("");
    var size = reply.number("X-Linked-Size");
    // The length of a redirect is that of its own short text, that of a part is the part's.
    return of(
        size.isPresent() || reply.status() != 200 ? size : reply.number("Content-Length"),
        tag.replaceFirst("^W/", "").replace("\"", ""));
  }
}
