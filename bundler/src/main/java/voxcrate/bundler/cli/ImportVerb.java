package voxcrate.bundler.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import voxcrate.bundle.recipe.Recipe;
import voxcrate.bundle.recipe.RecipeCatalog;
import voxcrate.bundle.recipe.WantedRepository;
import voxcrate.bundler.intake.ForeignTree;
import voxcrate.bundler.intake.Importer;
import voxcrate.cli.Console;
import voxcrate.cli.Verb;
import voxcrate.problem.ExitStatus;

/// `import`: what somebody has already, into the model cache.
@Command(
    name = "import",
    description = {
      "Takes models that you have already into the model cache, each file verified:",
      "a hub cache (models--ORG--NAME), a torch/pyannote folder, or a .tar, .tar.gz or .zip of"
          + " one.",
      "What no recipe wants stays where it is; nothing there is changed."
    },
    footer = {"", "Example:", "  voxcrate-bundler import ~/.cache/torch/pyannote"})
public final class ImportVerb extends Verb {
  @Parameters(paramLabel = "DIR|ARCHIVE", description = "Where the models are.")
  Path source = Path.of("");

  @Mixin final RecipeFileOptions recipes = new RecipeFileOptions();
  @Mixin final CacheOptions caches = new CacheOptions();
  @Mixin final LockOptions locks = new LockOptions();

  @Override
  protected ExitStatus run(Console console) throws InterruptedException {
    var lock = locks.file().read();
    var importer = new Importer(caches.cache(), console.progress());
    var report = importer.take(ForeignTree.at(source), wanted(), lock);
    locks.file().write(lock.with(report.locked()));
    var view = new ImportView(report);
    view.problems().forEach(console::problem);
    view.lines().forEach(console::print);
    console.result(view.document());
    return report.status();
  }

  /// What the built-in recipes want, and those of one's own.
  private List<WantedRepository> wanted() {
    return Recipe.repositoriesOf(
        Stream.concat(RecipeCatalog.builtIn().documents().stream(), recipes.documents().stream())
            .filter(Recipe.class::isInstance)
            .map(Recipe.class::cast)
            .toList());
  }
}
