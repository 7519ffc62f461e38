package voxcrate.bundler.plan;

import java.util.Optional;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.GitBlobId;
import voxcrate.bundler.hub.StatedContent;

/// A file to fetch and everything its content has to agree with: the recipe's pins, and the hub's
/// word where there is no pin.
///
/// @param pinned whether the SHA-256 comes from the recipe
public record PlannedFile(
    RelativePath path,
    long sizeBytes,
    Optional<Digest> sha256,
    Optional<GitBlobId> gitBlob,
    boolean pinned) {

  /// Whether there is anything that the content can be held against.
  public boolean isVerifiable() {
    return sha256.isPresent() || gitBlob.isPresent();
  }

  /// With what the hub says at the download itself, where the listing said nothing: it masks
  /// digests from those without access.
  public PlannedFile completedBy(StatedContent stated) {
    return new PlannedFile(
        path, sizeBytes, sha256.or(stated::sha256), gitBlob.or(stated::gitBlob), pinned);
  }

  /// What the hub says at the download and what it should have said; empty where they agree.
  public Optional<String> contradiction(StatedContent stated) {
    if (stated.sizeBytes().isPresent() && stated.sizeBytes().getAsLong() != sizeBytes) {
      return Optional.of(stated.sizeBytes().getAsLong() + " bytes instead of " + sizeBytes);
    }
    return differs(stated.sha256(), sha256).or(() -> differs(stated.gitBlob(), gitBlob));
  }

  private static <T> Optional<String> differs(Optional<T> stated, Optional<T> expected) {
    return stated.isPresent() && expected.isPresent() && !stated.equals(expected)
        ? Optional.of(stated.get() + " instead of " + expected.get())
        : Optional.empty();
  }
}
