package voxcrate.bundler.download;

import java.util.Optional;
import java.util.OptionalLong;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.GitBlobId;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundler.plan.PlannedFile;

/// A complete file in the model cache.
///
/// @param gitBlob git's id of the content, where it was verified against one
public record CachedFile(
    RelativePath path, long sizeBytes, Digest sha256, Optional<GitBlobId> gitBlob) {

  /// @param sha256 of the content, which agrees with all that is known of `file`
  static CachedFile of(PlannedFile file, Digest sha256) {
    return new CachedFile(file.path(), file.sizeBytes(), sha256, file.gitBlob());
  }

  /// The file with everything that is known of it now.
  RecipeFile exact() {
    return new RecipeFile(path, OptionalLong.of(sizeBytes), Optional.of(sha256), gitBlob);
  }
}
