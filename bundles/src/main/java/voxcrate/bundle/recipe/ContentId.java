package voxcrate.bundle.recipe;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import voxcrate.bundle.Digest;

/// Stands for the commit of a repository that no hub knows: a function of its files alone, so that
/// other content is another commit.
final class ContentId {
  private static final int DIGITS = 40;

  private ContentId() {}

  /// The first 40 digits of the SHA-256 over one line for each file, sorted by path, `PATH NUL
  /// SHA256 LF`.
  ///
  /// @param files each with its SHA-256
  static Revision.Commit of(List<RecipeFile> files) {
    var lines =
        files.stream()
            .sorted(Comparator.comparing(file -> file.path().value()))
            .map(file -> file.path() + "\0" + file.sha256().orElseThrow().hex() + "\n")
            .collect(Collectors.joining());
    return new Revision.Commit(Digest.of(lines).hex().substring(0, DIGITS));
  }
}
