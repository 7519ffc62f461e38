package voxcrate.bundler.plan;

import java.util.List;
import java.util.Optional;
import voxcrate.bundle.recipe.Revision;

/// What is locked of a repository beside what the hub has now.
///
/// @param locked empty where it was not fetched yet
/// @param followed the branch or tag that was looked up at the hub
/// @param pinnedBy the recipe that pins the commit, so that no update moves it
/// @param changes against what is locked; none where it is not
public record RepositoryUpdate(
    String name,
    Optional<Revision.Commit> locked,
    Revision.Named followed,
    Revision.Commit atHub,
    Optional<String> pinnedBy,
    List<FileChange> changes) {
  public RepositoryUpdate {
    changes = List.copyOf(changes);
  }

  public boolean isCurrent() {
    return locked.equals(Optional.of(atHub));
  }
}
