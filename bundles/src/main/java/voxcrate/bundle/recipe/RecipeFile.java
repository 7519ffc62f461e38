package voxcrate.bundle.recipe;

import java.util.Optional;
import java.util.OptionalLong;
import voxcrate.bundle.Digest;
import voxcrate.bundle.RelativePath;

/// One file of a repository with what is known of it for certain. What is known outranks what a hub
/// says.
///
/// @param sizeBytes empty where the recipe does not know it
/// @param sha256 empty where only the commit pins the file; then git's own id is checked
/// @param gitBlob git's id of the content, where it is known
public record RecipeFile(
    RelativePath path,
    OptionalLong sizeBytes,
    Optional<Digest> sha256,
    Optional<GitBlobId> gitBlob) {
  public RecipeFile {
    if (sizeBytes.isPresent() && sizeBytes.getAsLong() < 0) {
      throw new IllegalArgumentException("negative size: " + path);
    }
  }

  /// A file of which nothing is known but that it is wanted.
  public static RecipeFile named(RelativePath path) {
    return new RecipeFile(path, OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  /// Whether both are known to have the same bytes.
  public boolean hasContentOf(RecipeFile other) {
    return sha256.isPresent() && sha256.equals(other.sha256);
  }

  public boolean isExact() {
    return sizeBytes.isPresent() && sha256.isPresent();
  }
}
