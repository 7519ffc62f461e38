package voxcrate.bundler.download;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import voxcrate.bundle.recipe.PipelineParts;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.Revision;
import voxcrate.bundler.lock.LockedRepository;
import voxcrate.bundler.plan.Resolution;

/// A repository whose files lie in the model cache, every one verified in this run.
///
/// @param folder `CACHE/torch/ORG/NAME`
/// @param files as the recipe names them, with the SHA-256 of each
public record FetchedRepository(RecipeRepository repository, Path folder, List<CachedFile> files) {
  public FetchedRepository {
    files = List.copyOf(files);
  }

  /// The repository with everything that is known of its files now.
  public RecipeRepository exact() {
    return new RecipeRepository(
        repository.name(),
        repository.commit(),
        repository.gated(),
        repository.licence(),
        repository.role(),
        files.stream().map(CachedFile::exact).toList(),
        repository.source());
  }

  /// What a lock file keeps of it.
  LockedRepository locked(Resolution resolution) {
    return locked(resolution.followed(repository), resolution.parts(repository));
  }

  /// What a lock file keeps of it, where no hub was asked what a branch or a pipeline means.
  public LockedRepository locked() {
    return locked(Optional.empty(), PipelineParts.NONE);
  }

  private LockedRepository locked(Optional<Revision.Named> followed, PipelineParts parts) {
    return new LockedRepository(
        repository.name(),
        new Revision.Commit(repository.commit()),
        followed,
        repository.gated(),
        repository.licence(),
        parts,
        files.stream().map(CachedFile::exact).toList(),
        repository.isLocal());
  }
}
