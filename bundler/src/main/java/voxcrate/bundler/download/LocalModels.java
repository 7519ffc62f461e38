package voxcrate.bundler.download;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import voxcrate.bundle.recipe.RecipeFile;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.Source;
import voxcrate.bundler.plan.PlannedFile;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Takes models that a site keeps itself into the model cache, verified like any other. No hub is
/// asked.
public final class LocalModels {
  private static final String TASK = "copying";

  private final ModelCache cache;
  private final ProgressListener progress;

  public LocalModels(ModelCache cache, ProgressListener progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /// Looks at kind and size of every file, before anything else is done that takes long.
  ///
  /// @throws ToolException where something is missing, no plain file, or of another size
  public void require(List<RecipeRepository> repositories) {
    repositories.stream().flatMap(LocalModels::files).forEach(LocalFile::require);
  }

  /// @return one for each of `repositories`, in their order, every file hashed on its way
  /// @throws ToolException as [#require(List)], and where content is not what is pinned; what is
  ///     complete stays
  public List<FetchedRepository> take(List<RecipeRepository> repositories)
      throws InterruptedException {
    var taken = new ArrayList<FetchedRepository>();
    if (repositories.isEmpty()) {
      return taken;
    }
    require(repositories);
    try (var admission = Admission.to(cache, progress)) {
      admission.requireSpace(
          repositories.stream().flatMap(LocalModels::files).mapToLong(LocalFile::size).sum());
      for (var repository : repositories) {
        var files = new ArrayList<CachedFile>();
        for (var file : files(repository).toList()) {
          files.add(take(file, admission));
        }
        taken.add(admission.complete(repository, files));
      }
    }
    return taken;
  }

  private CachedFile take(LocalFile local, Admission admission) throws InterruptedException {
    var present = admission.present(local.repository().name(), local.file());
    if (present.isPresent()) {
      return present.get();
    }
    progress.note(TASK, "copying " + local.repository().name() + "/" + local.file().path());
    try (var content = local.open()) {
      return switch (admission.take(local.repository().name(), pinned(local.file()), content)) {
        case Taken.Right(var file) -> file;
        case Taken.Wrong(var found, var expected) -> throw local.differs(found, expected);
      };
    } catch (IOException e) {
      throw cache.unusable(e);
    }
  }

  private static PlannedFile pinned(RecipeFile file) {
    return new PlannedFile(
        file.path(), file.sizeBytes().orElseThrow(), file.sha256(), file.gitBlob(), true);
  }

  private static Stream<LocalFile> files(RecipeRepository repository) {
    return repository.source() instanceof Source.Folder(var folder)
        ? repository.files().stream().map(file -> new LocalFile(repository, folder, file))
        : Stream.empty();
  }
}
