package voxcrate.bundler.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundler.download.CachedFile;
import voxcrate.bundler.download.FetchedRepository;

/// A repository of which a foreign tree had something.
///
/// @param outcomes for every file that the recipe wants
/// @param complete the whole repository in the model cache, where nothing of it is missing
public record ImportedRepository(
    RecipeRepository repository,
    Map<RelativePath, FileOutcome> outcomes,
    Optional<FetchedRepository> complete) {
  public ImportedRepository {
    outcomes = Map.copyOf(outcomes);
  }

  /// In the order of their paths.
  public Map<RelativePath, FileOutcome> sorted() {
    return new TreeMap<>(outcomes);
  }

  /// What lies in the cache; all files where there are as many as the recipe wants.
  static List<CachedFile> inCache(
      RecipeRepository repository, Map<RelativePath, FileOutcome> outcomes) {
    return repository.files().stream()
        .flatMap(file -> cached(outcomes.getOrDefault(file.path(), new FileOutcome.Missing())))
        .toList();
  }

  private static Stream<CachedFile> cached(FileOutcome outcome) {
    return switch (outcome) {
      case FileOutcome.Taken taken -> Stream.of(taken.file());
      case FileOutcome.Present present -> Stream.of(present.file());
      case FileOutcome.Wrong _, FileOutcome.Unproven _, FileOutcome.Missing _ -> Stream.empty();
    };
  }
}
