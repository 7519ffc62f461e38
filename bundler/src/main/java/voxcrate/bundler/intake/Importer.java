package voxcrate.bundler.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.recipe.RecipeRepository;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.download.Admission;
import voxcrate.bundler.download.ModelCache;
import voxcrate.bundler.lock.Lock;
import voxcrate.problem.Problem;
import voxcrate.problem.ToolException;
import voxcrate.progress.ProgressListener;

/// Takes what recipes want out of a foreign tree into the model cache, each file verified. The tree
/// stays as it is.
public final class Importer {
  private final ModelCache cache;
  private final ProgressListener progress;

  public Importer(ModelCache cache, ProgressListener progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /// @param wanted by recipes; of those whose commit neither recipe nor lock knows nobody could say
  ///     what belongs to them
  /// @param lock only those repositories are held to it of which the tree has something
  /// @throws ToolException where the tree is hostile, cannot be read, or has nothing that is known,
  ///     where recipe and lock disagree, or the cache cannot be written; what is complete stays
  public ImportReport take(ForeignTree tree, List<WantedRepository> wanted, Lock lock)
      throws InterruptedException {
    var inventory = tree.inventory();
    var matches = Matches.of(inventory, tree.surroundings(), known(tree, inventory, wanted, lock));
    if (matches.repositories().isEmpty()) {
      throw nothingKnown(tree, matches);
    }
    try (var admission = Admission.to(cache, progress)) {
      var intake = new Intake(tree, matches, admission, progress);
      var outcomes = intake.run();
      var imported = new ArrayList<ImportedRepository>();
      for (var repository : matches.repositories()) {
        imported.add(imported(repository, outcomes, admission));
      }
      return new ImportReport(imported, matches.others());
    }
  }

  private static List<RecipeRepository> known(
      ForeignTree tree, Inventory inventory, List<WantedRepository> wanted, Lock lock) {
    var names = wanted.stream().map(WantedRepository::name).toList();
    var present = Matches.repositories(inventory, tree.surroundings(), names);
    return wanted.stream()
        .filter(repository -> present.contains(repository.name()))
        .flatMap(repository -> lock.hold(repository).pinned().stream())
        .distinct()
        .toList();
  }

  private static ImportedRepository imported(
      RecipeRepository repository, Map<WantedFile, FileOutcome> all, Admission admission)
      throws InterruptedException {
    var outcomes = new HashMap<RelativePath, FileOutcome>();
    for (var file : repository.files()) {
      outcomes.put(
          file.path(),
          all.getOrDefault(new WantedFile(repository, file), new FileOutcome.Missing()));
    }
    var files = ImportedRepository.inCache(repository, outcomes);
    boolean complete = files.size() == repository.files().size();
    return new ImportedRepository(
        repository,
        outcomes,
        complete ? Optional.of(admission.complete(repository, files)) : Optional.empty());
  }

  private static ToolException nothingKnown(ForeignTree tree, Matches matches) {
    return new ToolException(
        Problem.of(
                IntakeCode.NOTHING_KNOWN,
                "Nothing here that a recipe wants",
                "looking for models in " + tree.source(),
                matches.others().size() + " files of no known recipe",
                "give the folder that holds models--ORG--NAME, or ORG/NAME with its files",
                "for a model of your own write a recipe: docs/recipes.md, --recipe FILE")
            .expecting("a file of a recipe; see voxcrate-bundler recipes"));
  }
}
